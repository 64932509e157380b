import CDuktape

/// An ECMAScript engine that turns text into text: no files, no clock of its own, no network.
///
/// Text crosses the border in the encoding that the engine's own strings have, so that a script sees a character
/// outside the basic plane as the two halves it expects, and its result comes back whole.
package final class JavaScriptEngine {
    private let context: OpaquePointer

    /// An engine with the language's own objects and nothing else.
    ///
    /// - Throws: ``JavaScriptError/outOfMemory`` if there is no memory for its heap.
    package init() throws(JavaScriptError) {
        guard let context = cduktape_create_heap() else { throw .outOfMemory }
        self.context = context
    }

    deinit {
        duk_destroy_heap(context)
    }

    /// Runs a script for what it defines.
    ///
    /// - Parameters:
    ///   - script: the source text.
    ///   - name: what errors call it.
    /// - Throws: ``JavaScriptError/exception(script:message:)`` with the script's own words.
    package func run(_ script: String, named name: String) throws(JavaScriptError) {
        defer { duk_pop(context) }
        let source = SurrogateText.encode(script)
        let status = source.withUnsafeBytes { bytes in
            cduktape_run(context, bytes.bindMemory(to: CChar.self).baseAddress, duk_size_t(bytes.count))
        }
        if status != 0 { throw .exception(script: name, message: topText()) }
    }

    /// The text that a global function returns for these arguments.
    ///
    /// - Throws: ``JavaScriptError/exception(script:message:)`` with the function's name and what it threw.
    package func call(_ function: String, _ arguments: [String]) throws(JavaScriptError) -> String {
        defer { duk_pop(context) }
        function.withCString { name in _ = duk_get_global_string(context, name) }
        for argument in arguments { push(argument) }
        let status = duk_pcall(context, duk_idx_t(arguments.count))
        let text = topText()
        if status != 0 { throw .exception(script: function, message: text) }
        return text
    }

    private func push(_ text: String) {
        SurrogateText.encode(text).withUnsafeBytes { bytes in
            _ = duk_push_lstring(
                context, bytes.bindMemory(to: CChar.self).baseAddress, duk_size_t(bytes.count))
        }
    }

    private func topText() -> String {
        var length: duk_size_t = 0
        guard let start = cduktape_text(context, &length) else { return "" }
        return SurrogateText.decode(UnsafeRawBufferPointer(start: start, count: Int(length)))
    }
}

/// Why a script gave no text.
package enum JavaScriptError: Error, Hashable, CustomStringConvertible {
    /// There is no memory for the engine.
    case outOfMemory
    /// The script threw.
    case exception(script: String, message: String)

    /// What happened, in one line.
    package var description: String {
        switch self {
        case .outOfMemory: "no memory for the script engine"
        case .exception(let script, let message): "\(script): \(message)"
        }
    }
}
