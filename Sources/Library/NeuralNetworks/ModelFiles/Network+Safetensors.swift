extension Network {
    /// The parameters as tensors of a safetensors file, by their names; masks are not stored, pruned scalars are 0.
    public var storedTensors: [StoredTensor] {
        parameters.map { StoredTensor(name: $0.name, $0.value) }
    }

    /// Takes the values of all parameters from `file`, which may hold other tensors too; masks are left alone and
    /// hold for the new values.
    ///
    /// - Parameter name: stands for the file in errors.
    /// - Throws: `SafetensorsError` if a parameter is not in the file with its shape; then nothing has changed.
    public mutating func loadParameters(from file: SafetensorsFile, name: String) throws(SafetensorsError) {
        var loaded = parameters
        for index in loaded.indices {
            let shape = loaded[index].value.shape
            guard let stored = file[loaded[index].name], stored.shape == shape else {
                throw SafetensorsError(
                    file: name, offset: 0, problem: .missingTensor(name: loaded[index].name, shape: shape))
            }
            loaded[index].value = stored.tensor
            loaded[index].applyMask()
        }
        parameters = loaded
    }
}
