import CourseModel

/// The page that stands in the folder that students get.
struct StudentReadme {
    let course: Course
    let toolchain: String

    /// The page as Markdown.
    var text: String {
        """
        # \(course.title)\(course.subtitle.isEmpty ? "" : "\n\n\(course.subtitle)")

        ## What must be installed

        Linux with \(toolchain), exactly this version, from <https://www.swift.org/install/linux/>, its `bin` folder on
        the path; and, on Debian 12:

        ```
        sudo apt-get install libcmark0.30.2 libsodium23 libduktape207 libarchive13 libopenblas0 zlib1g
        ```

        ## How to begin

        ```
        ./winnow build                              # runs every cell of the course and writes site/public/index.html
        ./winnow start ~/answers --student NAME     # a folder with one Swift file per exercise
        cd ~/answers
        \("/path/to/this/folder")/winnow check --watch       # checks a file whenever you save it
        ```

        So that `winnow` alone is enough: `sudo ln -s "$PWD/winnow" /usr/local/bin/winnow`, or put this folder on your
        path.

        | command | what it does |
        |---|---|
        | `winnow check EXERCISE` | your file against the public cases of the exercise |
        | `winnow hint EXERCISE` | one hint more |
        | `winnow reset EXERCISE` | the starter again; your file is kept in `Backups` |
        | `winnow submit` | one zip file to hand in, and what is missing in it |

        When you get a newer course, run its `winnow start` on your folder again: it adds what is new and never writes
        over what you wrote. `winnow COMMAND --help` says more.

        """
    }
}
