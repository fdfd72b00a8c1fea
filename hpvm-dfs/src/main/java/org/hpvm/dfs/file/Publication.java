package org.hpvm.dfs.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a whole file under a name that nobody holds yet: written aside, synced, renamed. Nobody ever reads half of
 * it.
 */
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private Publication() {}

    /** Writes the content of a file that is being published. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Publishes a file.
     *
     * @throws IOException if the content could not be written; nothing can be seen then
     */
    public static CommitOutcome publish(FileSystem files, Path path, Content content) throws IOException {
        Path aside = new Path(path.getParent(), "_tmp-" + UUID.randomUUID());
        try {
            try (var out =
                    DurableFile.create(files, aside, files.getDefaultBlockSize(path), DurableFile.Placement.LOCAL)) {
                content.writeTo(out);
                out.hsync();
            }
            return rename(files, aside, path);
        } finally {
            deleteQuietly(files, aside);
        }
    }

    private static CommitOutcome rename(FileSystem files, Path aside, Path path) {
        try {
            // HDFS renames onto an existing file never: false means that the name is taken.
            if (files.rename(aside, path)) {
                return new CommitOutcome.Committed();
            }
            return new CommitOutcome.Conflict(path.toString());
        } catch (IOException e) {
            return new CommitOutcome.Unknown(e);
        }
    }

    private static void deleteQuietly(FileSystem files, Path aside) {
        try {
            files.delete(aside, false);
        } catch (IOException e) {
            // The application's directory is removed as a whole at its end, and this file with it.
            LOG.debug("could not delete {}", aside, e);
        }
    }
}
