import Foundation

/// Why something cannot be written at a path, and what to do where that can be told, in words that follow a colon.
public func obstacle(to path: String, _ error: any Error) -> String {
    if isFolder(path) { return "it is a folder: move it away, or name a file" }
    var above = URL(fileURLWithPath: path).deletingLastPathComponent()
    while above.path != "/", !FileManager.default.fileExists(atPath: above.path) { above.deleteLastPathComponent() }
    if !isFolder(above.path) { return "\(above.path) is a file where a folder must be: move it away" }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if folder != above.path { return "there is no folder \(folder)" }
    // What Foundation says of a full disk is a number of its own; the system's words lie below.
    let system = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let system, system.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(system.code))) }
    return (error as NSError).localizedDescription
}
