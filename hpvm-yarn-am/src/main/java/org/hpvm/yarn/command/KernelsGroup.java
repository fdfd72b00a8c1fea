package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.container.kernel.TreeReader;
import org.hpvm.container.kernel.TreeReport;

/** {@code hpvm kernels}: makes kernel trees and looks at them. */
final class KernelsGroup {
    private KernelsGroup() {}

    static Group group() {
        return new Group(
                "kernels",
                "kernel trees: a kernel compiled once for each kind of machine",
                List.of(
                        KernelsBuild.command(),
                        KernelsList.command(),
                        KernelsCheck.command(),
                        KernelsExplain.command(),
                        KernelsVerify.command()));
    }

    /** What the only operand's directory holds, on this machine unless it names a file system. */
    static TreeReport inspect(Invocation invocation) throws IOException {
        Path directory = directory(invocation.onlyOperand());
        FileSystem files = directory.getFileSystem(invocation.configuration());
        return TreeReader.inspect(files, directory);
    }

    /** A tree's place: {@code hdfs://…}, or a directory of this machine whatever the default file system is. */
    static Path directory(String named) {
        return named.matches("[a-z][a-z0-9+.-]+:.*")
                ? new Path(named)
                : new Path(
                        "file",
                        "",
                        java.nio.file.Path.of(named)
                                .toAbsolutePath()
                                .normalize()
                                .toString());
    }
}
