import Foundation
import NeuralNetworks
import Testing

@Suite struct IDXFileTests {
    private static let folder = dataFolder
    private static let labels = "\(folder)/t10k-labels-idx1-ubyte.gz"

    /// Magic number, extents and elements as the format's authors describe them.
    private func plain(_ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0, 0, 8, UInt8(shape.count)]
        for extent in shape {
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: extent >> shift)) }
        }
        return bytes + elements
    }

    private func problem(_ bytes: [UInt8], shape: [Int?]) -> DataFileError.Problem? {
        do throws(DataFileError) {
            _ = try IDXFile(bytes: bytes, name: "f", shape: shape)
            return nil
        } catch {
            return error.problem
        }
    }

    @Test func readsWhatTheFormatSays() throws {
        let file = try IDXFile(bytes: plain([2, 3], [1, 2, 3, 4, 5, 6]), name: "f", shape: [nil, 3])
        #expect(file.shape == [2, 3])
        #expect(file.elements == [1, 2, 3, 4, 5, 6])
        #expect(try IDXFile(bytes: plain([0], []), name: "f", shape: [nil]).elements.isEmpty)
    }

    @Test func readsMNIST() throws {
        let mnist = try MNIST(from: Self.folder)
        #expect(mnist.train.images.shape == [60_000, 784])
        #expect(mnist.test.images.shape == [10_000, 784])
        #expect(mnist.train.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
        #expect(mnist.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
        let mean = mnist.train.images.scalars.reduce(0.0) { $0 + Double($1) } / 47_040_000
        #expect(abs(mean - 0.130_660) < 1e-6)
        #expect(mnist.train.images.scalars.max() == 1)
        #expect(mnist.train.pixels.count == 47_040_000)
        #expect(mnist.train[10..<12].labels == [3, 5])
        #expect(Array(mnist.train[10..<12].images.row(0)) == Array(mnist.train.images.row(10)))
    }

    /// Only where Debian's package is installed: its 31 MB are not part of the repository.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: FashionMNIST.debianFolder)))
    func readsFashionMNIST() throws {
        let fashion = try FashionMNIST()
        #expect(fashion.train.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
        #expect(fashion.test.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
        let mean = fashion.train.images.scalars.reduce(0.0) { $0 + Double($1) } / 47_040_000
        #expect(abs(mean - 0.286_041) < 1e-6)
        #expect(FashionMNIST.classNames.count == fashion.train.classes)
    }

    @Test func namesTheCommandThatGetsFashionMNIST() {
        #expect(
            throws: DataFileError(
                file: "/nowhere/train-images-idx3-ubyte.gz", problem: .absent,
                remedy: "apt-get install dataset-fashion-mnist")
        ) { try FashionMNIST(from: "/nowhere") }
    }

    @Test func namesFileProblemAndRemedy() {
        #expect(
            throws: DataFileError(
                file: "/nowhere/train-images-idx3-ubyte.gz", problem: .absent, remedy: "make data")
        ) { try MNIST(from: "/nowhere") }
        let error = DataFileError(file: "a.gz", problem: .absent, remedy: "make data")
        #expect("\(error)" == "a.gz: there is no such file; `make data` gets it")
        #expect(
            "\(DataFileError.Problem.wrongMagic(expected: 0x803, found: 0x801))"
                == "starts with 0x00000801 instead of 0x00000803: not the IDX file expected here")
    }

    @Test func tellsWhatIsWrong() throws {
        #expect(problem([], shape: [3]) == .truncated(expectedBytes: 8, foundBytes: 0))
        #expect(problem([0, 0, 8, 1, 0], shape: [3]) == .truncated(expectedBytes: 8, foundBytes: 5))
        #expect(problem(plain([3], [1, 2]), shape: [3]) == .truncated(expectedBytes: 11, foundBytes: 10))
        #expect(problem(plain([3], [1, 2, 3, 4]), shape: [3]) == .trailingBytes(atLeast: 1))
        #expect(problem(plain([3], [1, 2, 3]), shape: [4]) == .wrongShape(expected: [4], found: [3]))
        #expect(problem(plain([3], [1, 2, 3]), shape: [3, 1]) == .wrongMagic(expected: 0x802, found: 0x801))
        let huge: [UInt8] = [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)
        #expect(problem(huge, shape: [nil, nil, nil]) == .tooLarge(limit: 1 << 30))

        let packed = try fileContent(Self.labels)
        #expect(problem(packed, shape: [10_000]) == nil)
        #expect(problem(packed, shape: [10_000, 28, 28]) == .wrongMagic(expected: 0x803, found: 0x801))
        #expect(problem(packed, shape: [60_000]) == .wrongShape(expected: [60_000], found: [10_000]))
        #expect(problem(packed, shape: [100]) == .wrongShape(expected: [100], found: [10_000]))
        #expect(problem(packed + [0], shape: [10_000]) == .trailingBytes(atLeast: 1))
        #expect(
            problem(Array(packed.dropLast()), shape: [10_000])
                == .damaged(offset: packed.count - 1, reason: "the gzip stream ends early"))
        var flipped = packed
        flipped[packed.count - 6] ^= 1
        #expect(problem(flipped, shape: [10_000]) == .damaged(offset: packed.count - 4, reason: "incorrect data check"))
        #expect(throws: DataFileError.self) { try IDXFile(path: "/", shape: [nil]) }
    }

    /// A damaged file gives a typed error, or what it held: where only elements changed, as many elements.
    @Test func damagedFilesNeverTrap() throws {
        var generator = Xoshiro256(seed: 12)
        let packed = try fileContent(Self.labels)
        let original = try IDXFile(bytes: packed, name: "f", shape: [nil]).elements
        let small = plain([4, 5, 6], (0..<120).map(UInt8.init))
        var (errors, right) = (0, 0)
        for round in 0..<1000 {
            let isPacked = round % 2 == 0
            let bytes = damaged(isPacked ? packed : small, using: &generator)
            let shape: [Int?] = isPacked ? [round % 4 == 0 ? nil : 10_000] : [nil, nil, 6]
            do throws(DataFileError) {
                let file = try IDXFile(bytes: bytes, name: "f", shape: shape)
                right += 1
                if isPacked {
                    #expect(file.elements == original, "round \(round) of seed 12")
                } else {
                    #expect(file.elements.count == file.shape.reduce(1, *), "round \(round) of seed 12")
                    #expect(Array(bytes.suffix(file.elements.count)) == file.elements, "round \(round) of seed 12")
                }
            } catch {
                errors += 1
                #expect(error.file == "f")
            }
        }
        #expect(errors > 500 && right > 10, "\(errors) errors, \(right) read")
    }
}
