/// The script that starts the program of a released course: the program was linked on another machine, so the script
/// tells it where the Swift runtime is on this one.
struct Launcher {
    let toolchain: String

    /// The script.
    var text: String {
        """
        #!/bin/sh
        # Starts winnow with the Swift runtime of this machine.
        here=$(dirname -- "$(readlink -f -- "$0")")
        swiftc=$(command -v swiftc) || {
            echo "winnow: there is no swiftc on the path: install \(toolchain) from https://www.swift.org/install/linux/" >&2
            exit 69
        }
        runtime=$(dirname -- "$(dirname -- "$(readlink -f -- "$swiftc")")")/lib/swift/linux
        if [ ! -e "$runtime/libswiftCore.so" ]; then
            runtime=$("$swiftc" -print-target-info | sed -n '/"runtimeLibraryPaths"/{n;s/^ *"\\(.*\\)".*/\\1/p;}')
        fi
        LD_LIBRARY_PATH=$runtime${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
        export LD_LIBRARY_PATH
        exec "$here/\(CourseRelease.toolFolder)/winnow" "$@"

        """
    }
}
