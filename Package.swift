// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "winnow",
    products: [
        .executable(name: "winnow", targets: ["winnow"]),
        .library(name: "ModelCompression", targets: ["ModelCompression"]),
        .library(name: "WinnowLibrary", type: .dynamic, targets: ["ModelCompression", "CellSupport", "CCellBoundary"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: [
        // Library: what cells, exercises and judges are compiled against.
        .target(
            name: "ModelCompression", dependencies: ["NeuralNetworks", "EntropyCoding"],
            path: "Sources/Library/ModelCompression", exclude: ["README.md", "CompressedModels/FORMAT.md"]),
        .target(
            name: "NeuralNetworks", dependencies: ["COpenBLAS", "CZlib"], path: "Sources/Library/NeuralNetworks",
            exclude: ["README.md"]),
        .target(name: "EntropyCoding", path: "Sources/Library/EntropyCoding", exclude: ["README.md"]),
        .target(
            name: "CellSupport", dependencies: ["Figures"], path: "Sources/Library/CellSupport", exclude: ["README.md"]),
        .target(
            name: "Judging", dependencies: ["AnswerFrames"], path: "Sources/Library/Judging", exclude: ["README.md"]),
        .target(name: "CCellBoundary", path: "Sources/Library/CCellBoundary", exclude: ["README.md"]),

        // Exchange: values that both sides read and write.
        .target(name: "Figures", path: "Sources/Exchange/Figures", exclude: ["README.md", "FORMAT.md"]),
        .target(name: "AnswerFrames", path: "Sources/Exchange/AnswerFrames", exclude: ["README.md"]),

        // Program: the tool.
        .executableTarget(
            name: "winnow",
            dependencies: [
                "SiteRendering", "ExerciseJudging", "StudentWorkspace", "FileWatching", "CellRunning", "SwiftPrograms",
                "CourseReading", "CourseModel", "ModelCompression", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/Program/winnow", exclude: ["README.md"]),
        .target(
            name: "SiteRendering",
            dependencies: [
                "CourseModel", "Figures", "CDuktape", .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Sources/Program/SiteRendering", exclude: ["README.md"]),
        .target(
            name: "StudentWorkspace", dependencies: ["CourseModel", "CourseReading", "SwiftPrograms", "CArchive"],
            path: "Sources/Program/StudentWorkspace", exclude: ["README.md"]),
        .target(
            name: "FileWatching", dependencies: ["CLinux"], path: "Sources/Program/FileWatching",
            exclude: ["README.md"]),
        .target(
            name: "ExerciseJudging", dependencies: ["CellRunning", "SwiftPrograms", "AnswerFrames", "CourseModel"],
            path: "Sources/Program/ExerciseJudging", exclude: ["README.md"]),
        .target(
            name: "CellRunning",
            dependencies: ["CourseModel", "CourseReading", "SwiftPrograms", "CLinux", "BigInt"],
            path: "Sources/Program/CellRunning", exclude: ["README.md"]),
        .target(
            name: "SwiftPrograms",
            dependencies: [
                "CLinux", "CSodium", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], path: "Sources/Program/SwiftPrograms", exclude: ["README.md"]),
        .target(
            name: "CourseReading", dependencies: ["CourseModel", "CCmark", "Yams"],
            path: "Sources/Program/CourseReading", exclude: ["README.md"]),
        .target(name: "CourseModel", path: "Sources/Program/CourseModel", exclude: ["README.md"]),

        // System libraries: a module map each.
        .systemLibrary(
            name: "CArchive", path: "Sources/SystemLibraries/CArchive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CCmark", path: "Sources/SystemLibraries/CCmark", pkgConfig: "libcmark",
            providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(
            name: "CDuktape", path: "Sources/SystemLibraries/CDuktape", pkgConfig: "duktape",
            providers: [.apt(["duktape-dev"])]),
        .systemLibrary(name: "CLinux", path: "Sources/SystemLibraries/CLinux"),
        .systemLibrary(
            name: "COpenBLAS", path: "Sources/SystemLibraries/COpenBLAS", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CSodium", path: "Sources/SystemLibraries/CSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/SystemLibraries/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .testTarget(
            name: "StudentWorkspaceTests",
            dependencies: ["StudentWorkspace", "CourseModel", "CourseReading", "SwiftPrograms"],
            path: "Tests/StudentWorkspaceTests"),
        .testTarget(name: "FileWatchingTests", dependencies: ["FileWatching"], path: "Tests/FileWatchingTests"),
        .testTarget(name: "winnowTests", path: "Tests/winnowTests"),
        .testTarget(
            name: "CellRunningTests", dependencies: ["CellRunning", "CourseReading", "CourseModel", "SwiftPrograms"],
            path: "Tests/CellRunningTests", exclude: ["Cases"]),
        .testTarget(
            name: "ExerciseJudgingTests",
            dependencies: ["ExerciseJudging", "CourseReading", "CourseModel", "SwiftPrograms", "AnswerFrames"],
            path: "Tests/ExerciseJudgingTests"),
        .testTarget(name: "SwiftProgramsTests", dependencies: ["SwiftPrograms"], path: "Tests/SwiftProgramsTests"),
        .testTarget(
            name: "CourseReadingTests", dependencies: ["CourseReading", "CourseModel"], path: "Tests/CourseReadingTests"
        ),
        .testTarget(
            name: "ModelCompressionTests", dependencies: ["ModelCompression"], path: "Tests/ModelCompressionTests",
            exclude: ["Oracles"]),
        .testTarget(
            name: "NeuralNetworksTests", dependencies: ["NeuralNetworks"], path: "Tests/NeuralNetworksTests",
            exclude: ["Oracles"]),
        .testTarget(name: "FiguresTests", dependencies: ["Figures"], path: "Tests/FiguresTests"),
        .testTarget(
            name: "CellSupportTests", dependencies: ["CellSupport", "Figures"], path: "Tests/CellSupportTests"),
        .testTarget(name: "AnswerFramesTests", dependencies: ["AnswerFrames"], path: "Tests/AnswerFramesTests"),
        .testTarget(name: "JudgingTests", dependencies: ["Judging", "AnswerFrames"], path: "Tests/JudgingTests"),
        .testTarget(name: "EntropyCodingTests", dependencies: ["EntropyCoding"], path: "Tests/EntropyCodingTests"),
        .testTarget(
            name: "SiteRenderingTests", dependencies: ["SiteRendering", "CourseModel", "CourseReading", "Figures"],
            path: "Tests/SiteRenderingTests", exclude: ["CommonMark"]),
    ]
)
