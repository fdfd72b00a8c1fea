package org.hpvm.yarn.parent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Storage;
import org.hpvm.yarn.gateway.ShareDirectories;

/**
 * Where a parent's shares are kept at its end, and where those are that it begins with.
 *
 * @param keep empty text for a directory that is named after the application; empty if nothing is kept
 * @param given empty if the parent begins with nothing
 */
public record SharePlaces(Optional<String> keep, Optional<Path> given) {
    public static final SharePlaces NONE = new SharePlaces(Optional.empty(), Optional.empty());

    private static final String KEEP = "HPVM_KEEP";
    private static final String GIVEN = "HPVM_SHARES";

    /**
     * With a directory to keep shares in, as a user has written it; a relative path begins in his home directory in
     * HDFS, as for other tools.
     *
     * @param doing begins the sentence of a failure
     * @param text empty if he named none
     * @throws HpvmException if it cannot be a directory, or something is in it
     */
    public SharePlaces keeping(String doing, String text, Storage storage) throws IOException {
        if (text.isEmpty()) {
            return new SharePlaces(Optional.of(""), given);
        }
        Path path = path(doing, text, storage);
        if (!isFree(path, storage)) {
            throw new HpvmException(
                    ErrorCode.EXISTS,
                    doing + ' ' + text + ": " + path + " is there already, and is no empty directory; name another"
                            + " one, or remove it with hdfs dfs -rm -r");
        }
        return new SharePlaces(Optional.of(path.toString()), given);
    }

    private static boolean isFree(Path path, Storage storage) throws IOException {
        try {
            return storage.files().listStatus(path).length == 0;
        } catch (FileNotFoundException e) {
            return true;
        }
    }

    /**
     * With a directory of kept shares to begin with.
     *
     * @throws HpvmException if there is no share in it
     */
    public SharePlaces beginningWith(String doing, String text, Storage storage) throws IOException {
        Path path = path(doing, text, storage);
        try {
            if (new KeptShares(storage.files(), path).list().isEmpty()) {
                throw new HpvmException(ErrorCode.INVALID, doing + ' ' + text + ": no share was kept in " + path);
            }
        } catch (FileNotFoundException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + ' ' + text + ": there is no directory " + path, e);
        }
        return new SharePlaces(keep, Optional.of(path));
    }

    private static Path path(String doing, String text, Storage storage) throws HpvmException {
        try {
            return storage.files().makeQualified(new Path(storage.files().getHomeDirectory(), text));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + ' ' + text + ": that names no directory of HDFS", e);
        }
    }

    /** Reads an environment that {@link #variables} went into. */
    public static SharePlaces of(Map<String, String> environment) {
        return new SharePlaces(
                Optional.ofNullable(environment.get(KEEP)),
                Optional.ofNullable(environment.get(GIVEN)).map(Path::new));
    }

    /** As variables, for {@link #of}. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        keep.ifPresent(text -> variables.put(KEEP, text));
        given.ifPresent(path -> variables.put(GIVEN, path.toString()));
        return variables;
    }

    /** Decides, with the name of the directory to keep shares in if the user gave none. */
    ShareDirectories in(Storage storage, String name) {
        return new ShareDirectories(
                keep.map(text -> text.isEmpty() ? storage.root().kept(name) : new Path(text)), given);
    }
}
