import Foundation
import NeuralNetworks

/// Why an experiment cannot go on from a file.
public enum TicketProgressError: Error, Hashable, CustomStringConvertible {
    /// The file is there, but is not a whole record of progress.
    case damaged(path: String, reason: String)
    /// The file belongs to an experiment with other settings.
    case otherExperiment(path: String, found: String, wanted: String)
    /// The file could not be written.
    case notWritten(path: String, reason: String)

    /// One sentence with the file and what to do about it.
    public var description: String {
        switch self {
        case .damaged(let path, let reason):
            "\(path) is not a record of ticket progress (\(reason)); delete it to start anew"
        case .otherExperiment(let path, let found, let wanted):
            "\(path) is of another experiment; delete it or name another file\n  there: \(found)\n  here:  \(wanted)"
        case .notWritten(let path, let reason):
            "progress could not be written to \(path): \(reason)"
        }
    }
}

/// What an experiment on tickets must remember to go on: finished runs, the mask that each round began with, and the
/// weights of the trained dense network.
struct TicketProgress {
    let fingerprint: String
    var runs: [TicketRun] = []
    /// Element r - 1 is the mask of round r, a Boolean per weight of each layer.
    var masks: [[[Bool]]] = []
    /// The scalars of each parameter of the trained dense network.
    var denseWeights: [[Float]] = []

    init(fingerprint: String) { self.fingerprint = fingerprint }

    func has(_ kind: TicketKind, _ round: Int) -> Bool { runs.contains { $0.kind == kind && $0.round == round } }

    /// The mask that the ticket of the round before, or the dense network, left for this round.
    func mask(ofRound round: Int, for network: Network) -> PruningMask {
        PruningMask(names: network.pruningMask.names, masks: masks[round - 1].map { Mask($0) })
    }
}

extension TicketProgress {
    /// Little-endian bytes, as a JSON file has no better place for a million numbers.
    private struct File: Codable {
        let fingerprint: String
        let runs: [TicketRun]
        /// 8 weights to a byte, the first one in its lowest bit.
        let masks: [[Data]]
        /// 4 bytes to a float.
        let denseWeights: [Data]
    }

    /// The progress that a file holds for an experiment on networks like this one, or nil if there is no file.
    init?(readingFrom path: String, of fingerprint: String, network: Network) throws(TicketProgressError) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw .damaged(path: path, reason: "\(error)")
        }
        guard file.fingerprint == fingerprint else {
            throw .otherExperiment(path: path, found: file.fingerprint, wanted: fingerprint)
        }
        let weights = network.parameters.filter(\.isWeight).map(\.value.count)
        let trained = file.runs.filter { $0.kind == .dense || $0.kind == .ticket }
        guard trained.map(\.round) == Array(0..<file.masks.count), !file.masks.isEmpty,
            file.masks.allSatisfy({ $0.map(\.count) == weights.map { ($0 + 7) / 8 } }),
            file.denseWeights.map(\.count) == network.parameters.map({ 4 * $0.value.count }),
            file.runs.allSatisfy({ !$0.curve.isEmpty })
        else { throw .damaged(path: path, reason: "its masks, weights or runs do not belong together") }
        self.fingerprint = fingerprint
        runs = file.runs
        masks = file.masks.map { zip(weights, $0).map { count, bytes in bits(of: bytes, count: count) } }
        denseWeights = file.denseWeights.map(floats)
    }

    /// Replaces the file, whole or not at all.
    func write(to path: String) throws(TicketProgressError) {
        let file = File(
            fingerprint: fingerprint, runs: runs, masks: masks.map { $0.map(bytes(ofBits:)) },
            denseWeights: denseWeights.map(bytes(ofFloats:)))
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try encoder.encode(file).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .notWritten(path: path, reason: "\(error)")
        }
    }
}

private func bytes(ofBits bits: [Bool]) -> Data {
    var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
    for index in bits.indices where bits[index] { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return Data(bytes)
}

private func bits(of bytes: Data, count: Int) -> [Bool] {
    let bytes = [UInt8](bytes)
    return (0..<count).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
}

private func bytes(ofFloats floats: [Float]) -> Data {
    Data(floats.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) } })
}

private func floats(of bytes: Data) -> [Float] {
    let bytes = [UInt8](bytes)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
}
