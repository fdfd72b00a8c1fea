package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.KeepPlace;

/** {@code --keep[=DIRECTORY]} of commands that run a parent. */
final class KeepOption {
    private static final String KEEP = "keep";

    private KeepOption() {}

    static Option option() {
        return CommonOptions.maybeValued(
                KEEP,
                "DIRECTORY",
                "keep the program's shares in HDFS as plain files; default directory .hpvm/kept/APPLICATION");
    }

    /** Where shares are to be kept, if they are; refused before anything is started. */
    static Optional<KeepPlace> of(Invocation invocation, Cluster cluster) throws IOException {
        return invocation.has(KEEP)
                ? Optional.of(KeepPlace.parse(
                        invocation.path() + " --" + KEEP, invocation.value(KEEP).orElse(""), cluster.storage()))
                : Optional.empty();
    }
}
