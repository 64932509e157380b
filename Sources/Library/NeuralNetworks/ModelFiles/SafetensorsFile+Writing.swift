extension SafetensorsFile {
    /// Writes the file to `path`; what was there is replaced by the complete file or not at all.
    ///
    /// - Throws: `SafetensorsError` with the system's reason.
    public func write(to path: String) throws(SafetensorsError) {
        do throws(ReplacementFile.Failure) {
            let file = try ReplacementFile(replacing: path)
            defer { file.discard() }
            try file.write(encoded, at: 0)
            try file.finish()
        } catch {
            throw SafetensorsError(file: path, offset: 0, problem: .unwritable(reason: error.reason))
        }
    }
}
