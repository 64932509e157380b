import CSodium

/// The SHA-256 of what was fed to it.
package struct ContentHash {
    private var state = crypto_hash_sha256_state()

    package init() {
        crypto_hash_sha256_init(&state)
    }

    /// Feeds bytes.
    package mutating func update(_ bytes: [UInt8]) {
        crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
    }

    /// Feeds a text, and its end, so that no two sequences of texts are alike.
    package mutating func update(_ text: String) {
        update(Array(text.utf8) + [0])
    }

    /// The hash of all that was fed so far, as 64 hexadecimal digits.
    package var hexadecimal: String {
        var copy = state
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        crypto_hash_sha256_final(&copy, &hash)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The hash of a text.
    package static func of(_ text: String) -> String {
        var hash = ContentHash()
        hash.update(text)
        return hash.hexadecimal
    }

    /// The hash of the bytes of a text alone, as other programs compute it.
    package static func sha256(_ text: String) -> String {
        var hash = ContentHash()
        hash.update(Array(text.utf8))
        return hash.hexadecimal
    }
}
