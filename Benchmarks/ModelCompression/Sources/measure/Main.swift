import Foundation
import ModelCompression

/// `measure WORK COUNT REPETITIONS`: prints a JSON object with the seconds of each repetition.
@main
struct Main {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let count = Int(arguments[2]), let repetitions = Int(arguments[3]) else {
            print("usage: measure mask|kmeans|forward|forward-half COUNT REPETITIONS")
            exit(64)
        }
        let result: Result
        switch arguments[1] {
        case "mask": result = mask(count: count, repetitions: repetitions)
        case "kmeans": result = kMeans(count: count, repetitions: repetitions)
        case "forward": result = forward(count: count, repetitions: repetitions, half: false)
        case "forward-half": result = forward(count: count, repetitions: repetitions, half: true)
        default:
            print("no work \(arguments[1])")
            exit(64)
        }
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
}

/// What one call measured.
private struct Result: Codable {
    let seconds: [Double]
    /// Of the whole process, in bytes, after and before the work.
    let peakBytes: Int
    let peakBytesBefore: Int
    /// Something that the work must get right, for a check against the peers.
    let check: Double
}

private func measure(repetitions: Int, _ work: () -> Double) -> Result {
    let before = peakBytes()
    var seconds: [Double] = []
    var check = 0.0
    for _ in 0..<repetitions {
        let start = processorSeconds()
        check = work()
        seconds.append(processorSeconds() - start)
    }
    return Result(seconds: seconds, peakBytes: peakBytes(), peakBytesBefore: before, check: check)
}

/// Processor time of this thread, which other processes on the machine do not lengthen.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Weights of a normal distribution, drawn as the scripts of the peers draw theirs: from a file that both read.
private func weights(count: Int) -> [Float] {
    let path = ProcessInfo.processInfo.environment["BENCHMARK_WEIGHTS"] ?? "weights.f32"
    guard let file = fopen(path, "rb") else {
        print("no file \(path); run.py makes it")
        exit(66)
    }
    defer { fclose(file) }
    return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        precondition(fread(buffer.baseAddress, 4, count, file) == count, "\(path) holds fewer than \(count) weights")
        filled = count
    }
}

private func mask(count: Int, repetitions: Int) -> Result {
    let weights = weights(count: count)
    return measure(repetitions: repetitions) {
        Double(Mask.magnitude(of: weights, sparsity: 0.9).keptCount)
    }
}

private func kMeans(count: Int, repetitions: Int) -> Result {
    let weights = weights(count: count)
    return measure(repetitions: repetitions) {
        let result = Codebook.kMeans(of: weights, levels: 16, start: .linear, limit: 3000)
        precondition(result.isConverged)
        return result.codebook.quantize(weights).meanSquaredError(from: weights)
    }
}

/// A forward pass of LeNet-300-100 over `count` images of noise, whole or with half of its hidden units removed.
private func forward(count: Int, repetitions: Int, half: Bool) -> Result {
    var generator = Xoshiro256(seed: 1)
    var network = Network.leNet300100(using: &generator)
    if half { network = network.removingUnits(0.5, of: ["fc1", "fc2"]) }
    let inputs = Tensor(shape: [count, 784], scalars: (0..<count * 784).map { _ in Float(generator.uniform()) })
    _ = network.outputs(for: inputs)
    return measure(repetitions: repetitions) {
        _ = network.outputs(for: inputs)
        return Double(network.parameterCount)
    }
}

private func peakBytes() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1])
    else { return 0 }
    return kibibytes * 1024
}
