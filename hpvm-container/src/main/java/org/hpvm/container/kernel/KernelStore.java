package org.hpvm.container.kernel;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.LastUse;
import org.hpvm.dfs.file.Publication;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Puts the leaves of a tree into HDFS, where a leaf is named by its digest and so is stored once, whoever uses it. */
public final class KernelStore {
    private final FileSystem files;
    private final HpvmRoot root;

    public KernelStore(FileSystem files, HpvmRoot root) {
        this.files = files;
        this.root = root;
    }

    /**
     * Stores what is missing.
     *
     * @param source where the tree's files are, local or HDFS
     * @param tree read from {@code directory} just before
     */
    public void put(FileSystem source, Path directory, KernelTree tree) throws IOException {
        for (Leaf leaf : tree.leaves()) {
            Path stored = root.kernel(leaf.sha256());
            if (!LastUse.mark(files, stored)) {
                Path file = new Path(directory, leaf.path() + "/" + Leaf.fileName(leaf.path()));
                CommitOutcome outcome = Publication.publish(files, stored, out -> {
                    try (InputStream in = source.open(file)) {
                        in.transferTo(out);
                    }
                });
                requireStored(outcome, leaf, stored);
            }
        }
    }

    /** Another writer of the same content was first: that is as good. An unknown outcome is settled by looking. */
    private void requireStored(CommitOutcome outcome, Leaf leaf, Path stored) throws IOException {
        Boolean done = outcome.match(committed -> true, conflict -> true, unknown -> false);
        if (!done && !files.exists(stored)) {
            throw new HpvmException(
                    ErrorCode.UNAVAILABLE, "store leaf " + leaf.path() + " as " + stored + ": HDFS did not answer");
        }
    }
}
