package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hpvm.container.build.SdkSources;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** {@code hpvm sdk}: writes out the C library that the jar carries; {@code make} builds it there. */
final class SdkCommand {
    private static final String BUILD = "build";

    private SdkCommand() {}

    static Command command() {
        return new Command(
                "sdk",
                "DIRECTORY",
                "writes header and sources of the C libraries; make builds them there",
                List.of(),
                "hpvm sdk hpvm-sdk && make -C hpvm-sdk",
                SdkCommand::run);
    }

    private static int run(Invocation invocation) throws IOException {
        Path directory = Path.of(invocation.onlyOperand());
        if (Files.exists(directory) && !isEmpty(directory)) {
            throw new HpvmException(
                    ErrorCode.INVALID, "sdk " + directory + ": it exists and is no empty directory; name another");
        }
        SdkSources.carried().write(directory);
        invocation
                .console()
                .err()
                .println("hpvm: make -C " + directory + " builds libhpvm and libhpvmkernel in "
                        + directory.resolve(BUILD).resolve("lib"));
        return ExitStatus.OK.number();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
