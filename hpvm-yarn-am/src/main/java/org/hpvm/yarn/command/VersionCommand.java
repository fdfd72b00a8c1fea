package org.hpvm.yarn.command;

import java.util.List;
import org.apache.hadoop.util.VersionInfo;
import org.hpvm.yarn.launch.Version;

/** {@code hpvm version}. */
final class VersionCommand {
    private VersionCommand() {}

    static Command command() {
        return new Command(
                "version",
                "",
                "prints the versions of HPVM, Hadoop and Java",
                List.of(CommonOptions.output()),
                "hpvm version --output json",
                VersionCommand::run);
    }

    private static int run(Invocation invocation) throws java.io.IOException {
        invocation.requireOperands(0);
        new Table(List.of("program", "version"))
                .with("hpvm", Version.text())
                .with("hadoop", VersionInfo.getVersion())
                .with("java", System.getProperty("java.version"))
                .print(invocation);
        return ExitStatus.OK.number();
    }
}
