/// Up to four states of rANS that take turns: names, so that each has a register of its own in a loop that is written
/// out, and numbers for all other places.
struct FourStates: Equatable {
    var a = RANSCode.lowest
    var b = RANSCode.lowest
    var c = RANSCode.lowest
    var d = RANSCode.lowest

    subscript(lane: Int) -> UInt64 {
        get {
            switch lane {
            case 0: a
            case 1: b
            case 2: c
            default: d
            }
        }
        set {
            switch lane {
            case 0: a = newValue
            case 1: b = newValue
            case 2: c = newValue
            default: d = newValue
            }
        }
    }
}
