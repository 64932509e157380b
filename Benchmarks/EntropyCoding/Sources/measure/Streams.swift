import Foundation

// The streams that are coded: what they are, and how they are made. All are one byte a symbol.

/// A stream of levels around zero, stored with an offset so that they are bytes.
struct LevelStream {
    let name: String
    /// What was added to a level.
    let offset: Int
    /// The number of columns of its matrix and the length of a row of neighbours.
    let columns: Int
    let rowLength: Int
}

let streams = [
    // 80 % zeros, and survivors on seven levels per sign: independent, so that no coder can beat the entropy.
    LevelStream(name: "p80", offset: 7, columns: 1000, rowLength: 1000),
    // A Gaussian on 15 levels, and on 255.
    LevelStream(name: "g4", offset: 7, columns: 1000, rowLength: 1000),
    LevelStream(name: "g8", offset: 127, columns: 1000, rowLength: 1000),
    // The layers of a pruned LeNet-300-100: see data/README.md.
    LevelStream(name: "lenet-fc1", offset: 128, columns: 784, rowLength: 28),
    LevelStream(name: "lenet-fc2", offset: 128, columns: 300, rowLength: 300),
    LevelStream(name: "lenet-fc3", offset: 128, columns: 100, rowLength: 100),
]

/// Ten million symbols of one of the synthetic streams, the same on every machine.
func synthetic(_ name: String, count: Int = 10_000_000) -> [UInt8] {
    var state = UInt64(name.utf8.reduce(17) { $0 * 31 + UInt64($1) })
    func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return (Double((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53
    }
    func level(_ weight: Double) -> Int {
        switch name {
        case "p80":
            // Half of the weights whose magnitude is above this threshold are a tenth of all.
            let threshold = 1.2815515655446004
            if abs(weight) < threshold { return 0 }
            let step = min(6, ((abs(weight) - threshold) / (4 - threshold) * 6).rounded(.toNearestOrEven))
            return (1 + Int(step)) * (weight < 0 ? -1 : 1)
        case "g4": return max(-7, min(7, Int((weight / (4.0 / 7)).rounded())))
        default: return max(-127, min(127, Int((weight / (4.5 / 127)).rounded())))
        }
    }
    let offset = name == "g8" ? 127 : 7
    var symbols: [UInt8] = []
    symbols.reserveCapacity(count)
    while symbols.count < count {
        let radius = (-2 * log(uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        symbols.append(UInt8(level(radius * cos(angle)) + offset))
        symbols.append(UInt8(level(radius * sin(angle)) + offset))
    }
    return symbols
}
