extension HuffmanCode {
    /// The words of `symbols`, one after the other, the last byte filled with zero bits.
    ///
    /// Neither the code nor the number of symbols is part of the bytes: ``serialized`` and the count are stored beside.
    ///
    /// - Parameter symbols: shape `[N]`, each with a word in this code.
    /// - Complexity: O(N + output bytes).
    @specialized(where Symbol == UInt8)
    @specialized(where Symbol == UInt16)
    @specialized(where Symbol == Int)
    public func encode<Symbol: FixedWidthInteger>(_ symbols: [Symbol]) -> [UInt8] {
        var writer = BitWriter()
        for symbol in symbols {
            let symbol = Int(symbol)
            precondition(codeLengths[symbol] > 0, "Symbol \(symbol) has no word in this code")
            writer.write(codeWords[symbol], bits: codeLengths[symbol])
        }
        return writer.finish()
    }
}
