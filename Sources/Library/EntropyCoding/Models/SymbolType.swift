/// Checks what a decoder is asked for: a count, and a type that holds every symbol of the alphabet `0 ..< alphabetSize`.
@inline(__always)
func requireRoom<Symbol: FixedWidthInteger>(for count: Int, symbolsOf alphabetSize: Int, in type: Symbol.Type) {
    precondition(count >= 0, "A message cannot have \(count) symbols")
    precondition(
        alphabetSize == 0 || Symbol(exactly: alphabetSize - 1) != nil,
        "Symbols up to \(alphabetSize - 1) do not fit \(Symbol.self): decode as a wider type")
}
