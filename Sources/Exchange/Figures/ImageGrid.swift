/// Grey images of one size, side by side.
public struct ImageGrid: Hashable, Sendable {
    /// A grey image.
    public struct Image: Hashable, Sendable {
        /// What stands below it; empty for nothing.
        public var label: String
        /// The pixels by rows from above, shape `[height × width]`; 0 is black, 255 white.
        public var pixels: [UInt8]

        /// An image with a label.
        public init(_ label: String = "", pixels: [UInt8]) {
            self.label = label
            self.pixels = pixels
        }
    }

    /// What it shows, in a few words: its caption.
    public var title: String
    /// What one sees in it, for those who cannot see it.
    public var description: String
    /// The width of each image in pixels.
    public var width: Int
    /// The height of each image in pixels.
    public var height: Int
    /// The images in reading order.
    public var images: [Image]

    /// A grid of images of one size.
    public init(_ title: String, width: Int, height: Int, images: [Image], description: String = "") {
        for image in images {
            precondition(
                image.pixels.count == width * height,
                "an image of \(width) × \(height) has \(width * height) pixels, not \(image.pixels.count)")
        }
        self.title = title
        self.description = description
        self.width = width
        self.height = height
        self.images = images
    }
}

extension ImageGrid: Codable {}

extension ImageGrid.Image: Codable {
    private enum CodingKeys: String, CodingKey {
        case label, pixels
    }

    /// Reads an image whose pixels are two hexadecimal digits each.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        label = try container.decode(String.self, forKey: .label)
        let digits = Array(try container.decode(String.self, forKey: .pixels).utf8)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(digits.count / 2)
        for start in stride(from: 0, to: digits.count, by: 2) {
            guard start + 1 < digits.count, let high = Self.value(of: digits[start]),
                let low = Self.value(of: digits[start + 1])
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .pixels, in: container,
                    debugDescription: "digit \(start) is not one of two hexadecimal digits")
            }
            pixels.append(high << 4 | low)
        }
        self.pixels = pixels
    }

    /// Writes two hexadecimal digits for each pixel.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(label, forKey: .label)
        let digits = Array("0123456789abcdef".utf8)
        let text = pixels.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        try container.encode(String(decoding: text, as: UTF8.self), forKey: .pixels)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
