struct Input: Codable { var mask: [Bool] }

typealias Answer = [UInt8]

func call(_ input: Input) -> Answer { encoded(input.mask) }
