package org.hpvm.yarn.stored;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/** Shares of an application that runs, or those that were kept of one. */
public interface StoredShares extends Closeable {

    /** What they are shares of, for sentences: an application, or a directory. */
    String owner();

    List<StoredShare> list() throws IOException;

    /**
     * The bytes of a share as they are now.
     *
     * @param share one that was listed
     * @param workers read; they are not shut down here
     */
    ShareWindows open(StoredShare share, ExecutorService workers) throws IOException;

    /**
     * The share that a user has named: {@code NAME}, or {@code NAME@PROGRAM} where several programs have one of that
     * name.
     *
     * @throws HpvmException with {@link ErrorCode#NOSHARE} and the nearest name
     */
    default StoredShare find(String doing, String named) throws IOException {
        List<StoredShare> all = list();
        String[] words = named.split("@", 2);
        List<StoredShare> found = all.stream()
                .filter(share -> share.name().text().equals(words[0]))
                .filter(share -> words.length < 2 || share.program().equals(words[1]))
                .toList();
        if (found.size() > 1) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    doing + ' ' + named + ": several programs have a share of that name; say which: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(share -> share.name() + "@" + share.program())
                                            .toList()));
        }
        if (found.isEmpty()) {
            String there = all.isEmpty()
                    ? owner() + " has no share"
                    : owner() + " has no share of that name; did you mean "
                            + Nearest.to(
                                    words[0],
                                    all.stream()
                                            .map(share -> share.name().text())
                                            .toList())
                            + "?";
            throw new HpvmException(ErrorCode.NOSHARE, doing + ' ' + named + ": " + there);
        }
        return found.get(0);
    }
}
