import Foundation

extension Workspace {
    /// What putting a starter back did.
    public enum Reset: Hashable, Sendable {
        /// The starter was written, and what stood there before lies in a file of the workspace.
        case done(backup: String?)
        /// The file was the starter already.
        case nothingToDo
    }

    /// Puts the starter of an exercise back; what stands there, file or folder, is moved to `Backups`.
    ///
    /// - Throws: ``WorkspaceError``.
    public func reset(_ sheet: ExerciseSheet) throws -> Reset {
        let manager = FileManager.default
        let place = path(of: sheet.file)
        if manager.contents(atPath: place) == Data(sheet.text.utf8) { return .nothingToDo }
        var backup: String?
        var status = stat()
        if lstat(place, &status) == 0 {
            let file = try backupPlace(for: sheet)
            do {
                try manager.createDirectory(atPath: path(of: "Backups"), withIntermediateDirectories: true)
                try manager.moveItem(atPath: place, toPath: path(of: file))
            } catch {
                throw WorkspaceError.unwritable(path(of: file), reason: obstacle(to: path(of: file), error))
            }
            backup = file
        }
        try write(Data(sheet.text.utf8), to: sheet.file)
        if var settings = try settings() {
            settings.exercises[sheet.name]?.written = ExerciseSheet.hash(sheet.text)
            try save(settings)
        }
        return .done(backup: backup)
    }

    /// The first free name for a backup.
    private func backupPlace(for sheet: ExerciseSheet) throws -> String {
        let taken = Set((try? FileManager.default.contentsOfDirectory(atPath: path(of: "Backups"))) ?? [])
        var number = 1
        while taken.contains("\(sheet.name)-\(number).swift") { number += 1 }
        return "Backups/\(sheet.name)-\(number).swift"
    }
}
