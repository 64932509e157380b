import ArgumentParser
import CellRunning
import CourseModel
import CourseReading
import Foundation
import SiteRendering

/// `winnow build`: tests a course, then writes its site.
struct BuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Test the course, then write its site.",
        discussion: """
            On a finding nothing is written and the exit code is 1. The output folder is replaced in one step; it must be \
            absent, empty, or written by winnow before.

              winnow build                          to site/public of the course
              winnow build --out /srv/www/course    elsewhere
              winnow build --solutions              with the solutions behind toggles, for instructors
            """)

    @ParentCommand var winnow: Winnow
    @OptionGroup var course: CourseOptions
    @OptionGroup var running: RunningOptions

    @Option(help: ArgumentHelp("The folder to write (default: site/public of the course).", valueName: "dir"))
    var out: String?

    @Option(help: ArgumentHelp("The address that the site will have.", valueName: "url"))
    var baseURL: String?

    @Flag(help: "Show the solutions of exercises behind toggles.")
    var solutions = false

    @Option(help: ArgumentHelp("Write the report of the test as JSON.", valueName: "file"))
    var json: String?

    func run() async throws {
        let folder = try findCourse(course, winnow.course)
        let target = try OwnedFolder(out ?? folder + "/site/public", for: .site)
        let compiler = try await findCompiler()
        let assets = try readSiteAssets()
        let readCourse = try CourseReading.readCourse(at: folder)
        var report = try await runCells(of: readCourse, in: folder, compiler, running)
        Progress.shared.finish()

        var site: Site?
        if !report.result.findings.contains(where: { $0.severity == .error }) {
            let rendered = try render(readCourse, report.result, in: folder, assets)
            report.result.findings = (report.result.findings + rendered.findings).sorted()
            site = rendered
        }
        var printer = FindingPrinter(courseFolder: folder)
        printer.write(report.result.findings)
        if let json { try writeJSON(JSONReport(readCourse, report.result), to: json) }
        let summary = RunSummary(report.result)
        Terminal.say(summary.line)
        guard let site, !summary.hasErrors else { throw ExitCode(1) }
        try target.replace(with: site.files)
        let pages = site.files.keys.filter { $0.hasSuffix(".html") }.count
        let bytes = site.files.values.reduce(0) { $0 + $1.count }
        Terminal.say("wrote \(pages) pages, \(bytes / 1000) kB, to \(out ?? "site/public")")
    }

    private func render(
        _ course: Course, _ result: CourseResult, in folder: String, _ assets: SiteAssets
    ) throws -> Site {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB")
        formatter.dateFormat = "d MMMM yyyy"
        var options = SiteOptions(date: formatter.string(from: Date()), baseURL: baseURL)
        if solutions { options.solutions = Solutions(of: course, in: folder).texts }
        for file in course.linkedFiles {
            guard let data = FileManager.default.contents(atPath: folder + "/" + file) else { continue }
            options.courseFiles[file] = [UInt8](data)
        }
        let store = FragmentStore(courseFolder: folder)
        let fragments = running.noCache ? SiteFragments() : store.load()
        let site = try renderSite(course, result, assets: assets, options: options, fragments: fragments)
        if !running.noCache, site.fragments != fragments { store.save(site.fragments) }
        return site
    }
}
