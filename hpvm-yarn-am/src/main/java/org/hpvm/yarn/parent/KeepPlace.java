package org.hpvm.yarn.parent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Storage;

/**
 * Where a parent's shares are kept at its end.
 *
 * @param directory whole; empty for one that is named after the application
 */
public record KeepPlace(Optional<Path> directory) {
    private static final String VARIABLE = "HPVM_KEEP";

    /**
     * Reads what a user has written; a relative path begins in his home directory in HDFS, as for other tools.
     *
     * @param doing begins the sentence of a failure
     * @param text empty if he named none
     * @throws HpvmException if it cannot be a directory, or something is in it
     */
    public static KeepPlace parse(String doing, String text, Storage storage) throws IOException {
        if (text.isEmpty()) {
            return new KeepPlace(Optional.empty());
        }
        Path path;
        try {
            path = storage.files().makeQualified(new Path(storage.files().getHomeDirectory(), text));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + ' ' + text + ": that is no directory of HDFS", e);
        }
        try {
            if (storage.files().listStatus(path).length > 0) {
                throw new HpvmException(
                        ErrorCode.EXISTS,
                        doing + ' ' + text + ": " + path + " is there already, and is no empty directory; name another"
                                + " one, or remove it with hdfs dfs -rm -r");
            }
        } catch (FileNotFoundException e) {
            return new KeepPlace(Optional.of(path));
        }
        return new KeepPlace(Optional.of(path));
    }

    /** Reads an environment that {@link #variables} went into; empty if nothing is to be kept. */
    public static Optional<KeepPlace> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(text -> new KeepPlace(text.isEmpty() ? Optional.empty() : Optional.of(new Path(text))));
    }

    /** As a variable, for {@link #of}. */
    public Map<String, String> variables() {
        return Map.of(VARIABLE, directory.map(Path::toString).orElse(""));
    }

    /** @param name of the directory, if the user gave none */
    Path in(Storage storage, String name) {
        return directory.orElseGet(() -> storage.root().kept(name));
    }
}
