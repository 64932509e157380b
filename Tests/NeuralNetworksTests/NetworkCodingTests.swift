import Foundation
import NeuralNetworks
import Testing

@Suite struct NetworkCodingTests {
    private func networks() -> [Network] {
        var generator = Xoshiro256(seed: 1)
        var masked = Network(
            inputShape: [6], layers: [Dense("a", inputs: 6, outputs: 5), Tanh(), Dense("b", inputs: 5, outputs: 3)],
            using: &generator)
        masked["a.weight"].mask = (0..<30).map { $0 % 3 == 0 }
        masked["b.bias"].value.scalars = [-0.0, .infinity, .leastNonzeroMagnitude]
        return [masked, .leNet5(using: &generator), Network(inputShape: [2], layers: [ReLU()], parameters: [])]
    }

    private func bits(_ network: Network) -> [[UInt32]] {
        network.parameters.map { $0.value.scalars.map(\.bitPattern) }
    }

    @Test func aNetworkIsReadBitForBit() throws {
        for network in networks() {
            for data in [try JSONEncoder().encode(network), try PropertyListEncoder().encode(network)] {
                let isJSON = data.first == UInt8(ascii: "{")
                let read =
                    try isJSON
                    ? JSONDecoder().decode(Network.self, from: data)
                    : PropertyListDecoder().decode(Network.self, from: data)
                #expect(bits(read) == bits(network))
                #expect(read.parameters == network.parameters)
                #expect(read.inputShape == network.inputShape)
                #expect(read.layers.map { "\($0)" } == network.layers.map { "\($0)" })
            }
        }
    }

    @Test func damagedNumbersGiveErrorsAndNeverTraps() throws {
        let numbers = ["0", "-1", "7", "16385", "4611686018427387904", "9223372036854775807"]
        for network in networks() {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let text = String(decoding: try encoder.encode(network), as: UTF8.self)
            // Layers and input shape stand before the values; each of their numbers becomes another.
            let end = try #require(text.range(of: "\"masks\"")).lowerBound
            let head = text[..<end]
            for match in head.matches(of: /\d+/) {
                for number in numbers where match.output != number {
                    let damaged = text.replacingCharacters(in: match.range, with: number)
                    // A size of padding or window may have other values; then all else must still fit.
                    guard let read = try? JSONDecoder().decode(Network.self, from: Data(damaged.utf8)) else { continue }
                    #expect(bits(read) == bits(network), "\(match.output) became \(number)")
                }
            }
            for match in text.matches(of: /"([A-Za-z0-9+\/=]{8,})"/).prefix(4) {
                let damaged = text.replacingCharacters(in: match.range, with: "\"AAAAAA==\"")
                #expect(throws: DecodingError.self) {
                    _ = try JSONDecoder().decode(Network.self, from: Data(damaged.utf8))
                }
            }
        }
    }

    @Test func aLayerOfAnotherModuleIsRefused() throws {
        struct Doubling: Layer {
            func outputShape(for inputShape: [Int]) -> [Int] { inputShape }
            func forward(_ buffers: LayerBuffers) {}
            func propagate(_ buffers: LayerBuffers) {}
        }
        let network = Network(inputShape: [2], layers: [Doubling()], parameters: [])
        #expect(throws: EncodingError.self) { _ = try JSONEncoder().encode(network) }
    }
}
