import Foundation
import SwiftPrograms

extension Workspace {
    /// Makes the workspace, or brings it up to the course as it is now. What the student wrote is never written over.
    ///
    /// - Parameters:
    ///   - courseFolder: as an absolute path.
    ///   - student: who works here; nil to leave it as it was.
    ///   - library: the library whose modules the editor is to find.
    /// - Returns: what was done, in the order of the course.
    /// - Throws: ``WorkspaceError``.
    public func start(
        _ sheets: [ExerciseSheet], courseFolder: String, student: String?, library: LibraryBundle
    ) throws -> [WorkspaceUpdate] {
        try refuseForeignFolder()
        let earlier = try settings()
        var settings = WorkspaceSettings(
            course: courseFolder, courseFromHere: relativePath(from: folder, to: courseFolder),
            courseVersion: courseVersion(of: sheets), student: student ?? earlier?.student)
        settings.exercises = earlier?.exercises ?? [:]
        var updates: [WorkspaceUpdate] = []
        for sheet in sheets { updates += try bringUp(sheet, &settings) }
        for (name, known) in settings.exercises.sorted(by: { $0.key < $1.key })
        where !sheets.contains(where: { $0.name == name }) {
            updates.append(.removed(name: name, file: known.file))
            settings.exercises[name] = nil
        }
        updates += try writePackage(for: sheets, library, earlier, &settings)
        try save(settings)
        return updates
    }

    private func refuseForeignFolder() throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder) else { return }
        guard isFolder(folder) else { throw WorkspaceError.notAFolder(folder) }
        let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
        guard exists || names.isEmpty, !isFolder(folder + "/Chapters") else {
            throw WorkspaceError.foreignFolder(folder)
        }
    }

    /// Writes the file of an exercise that is new, and says how one that is known has changed.
    private func bringUp(_ sheet: ExerciseSheet, _ settings: inout WorkspaceSettings) throws -> [WorkspaceUpdate] {
        var updates: [WorkspaceUpdate] = []
        var known = settings.exercises[sheet.name]
        if let old = known?.file, old != sheet.file, try move(old, to: sheet.file) {
            updates.append(.moved(from: old, to: sheet.file))
        }
        let written = ExerciseSheet.hash(sheet.text)
        defer {
            settings.exercises[sheet.name] = WorkspaceSettings.Known(
                file: sheet.file, fingerprint: sheet.fingerprint, written: known?.written ?? written,
                hintsShown: known?.hintsShown ?? 0)
        }
        if isAbsent(sheet.file) {
            try write(Data(sheet.text.utf8), to: sheet.file)
            known?.written = written
            return updates + [.wrote(file: sheet.file)]
        }
        guard let before = known?.fingerprint, before != sheet.fingerprint else { return updates }
        let parts = before.changes(to: sheet.fingerprint)
        let present = FileManager.default.contents(atPath: path(of: sheet.file)) ?? Data()
        if ExerciseSheet.hash(String(decoding: present, as: UTF8.self)) == known?.written {
            try write(Data(sheet.text.utf8), to: sheet.file)
            known?.written = written
            return updates + [.renewed(file: sheet.file, parts: parts)]
        }
        let newVersion = "Updates" + sheet.file.dropFirst("Exercises".count)
        try write(Data(sheet.text.utf8), to: newVersion)
        return updates + [.changed(file: sheet.file, parts: parts, newVersion: newVersion)]
    }

    /// Moves a file of the student's; false if there is none, or something stands where it should go.
    private func move(_ old: String, to new: String) throws -> Bool {
        guard !isAbsent(old), isAbsent(new) else { return false }
        let target = URL(fileURLWithPath: path(of: new))
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: path(of: old), toPath: target.path)
        } catch {
            throw WorkspaceError.unwritable(target.path, reason: obstacle(to: target.path, error))
        }
        return true
    }

    /// Whether nothing stands at a place, not even a link that leads nowhere.
    private func isAbsent(_ file: String) -> Bool {
        var status = stat()
        return lstat(path(of: file), &status) != 0
    }
}
