package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.SharePlaces;

/** {@code --keep[=DIRECTORY]} and {@code --shares DIRECTORY} of commands that run a parent. */
final class ShareOptions {
    private static final String KEEP = "keep";
    private static final String SHARES = "shares";

    private ShareOptions() {}

    static Option keep() {
        return CommonOptions.maybeValued(
                KEEP,
                "DIRECTORY",
                "keep the program's shares in HDFS as plain files; default directory .hpvm/kept/APPLICATION");
    }

    static Option shares() {
        return CommonOptions.valued(
                SHARES, "DIRECTORY", "memory that the program allocates as a share begins with what was kept there");
    }

    /** What they say; refused before anything is started. */
    static SharePlaces of(Invocation invocation, Cluster cluster) throws IOException {
        SharePlaces places = SharePlaces.NONE;
        Optional<String> given = invocation.value(SHARES);
        if (given.isPresent()) {
            places = places.beginningWith(invocation.path() + " --" + SHARES, given.get(), cluster.storage());
        }
        return invocation.has(KEEP)
                ? places.keeping(
                        invocation.path() + " --" + KEEP, invocation.value(KEEP).orElse(""), cluster.storage())
                : places;
    }
}
