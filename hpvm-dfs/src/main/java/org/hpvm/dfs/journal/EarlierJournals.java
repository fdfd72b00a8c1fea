package org.hpvm.dfs.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.FileLease;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The journals of the attempts before one's own, which must have begun its journal already: of two attempts that begin
 * at once, the later then surely sees the journal of the earlier and takes it away, or the earlier sees the later's and
 * ends.
 *
 * @param files where the journals are
 * @param directory that of the journals
 */
public record EarlierJournals(FileSystem files, Path directory) {
    private static final String SUFFIX = ".journal";

    /**
     * Takes the journals from whoever still writes them, and reads them in their order.
     *
     * @param epoch one's own
     * @param limit how long the taking may last, for each journal
     * @throws HpvmException with {@link ErrorCode#REFUSED} if a later attempt has begun; with
     *     {@link ErrorCode#CHECKSUM} if a journal is damaged otherwise than by the death of its writer
     */
    public List<Journal> takeOver(long epoch, Duration limit) throws IOException, InterruptedException {
        List<Journal> journals = new ArrayList<>();
        for (long earlier : epochs()) {
            if (earlier > epoch) {
                throw new HpvmException(
                        ErrorCode.REFUSED,
                        "begin attempt " + epoch + " of the server: attempt " + earlier + " has begun already");
            }
            if (earlier < epoch) {
                Path path = new Path(directory, earlier + SUFFIX);
                FileLease.recover(files, path, limit);
                journals.add(read(path));
            }
        }
        return journals;
    }

    private List<Long> epochs() throws IOException {
        List<Long> epochs = new ArrayList<>();
        try {
            for (FileStatus status : files.listStatus(directory)) {
                String name = status.getPath().getName();
                if (name.matches("[0-9]{1,18}" + SUFFIX)) {
                    epochs.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        }
        epochs.sort(Comparator.naturalOrder());
        return epochs;
    }

    private Journal read(Path path) throws IOException {
        long length = files.getFileStatus(path).getLen();
        if (length > Integer.MAX_VALUE - 8) {
            throw new HpvmException(
                    ErrorCode.NOMEMORY, "read the journal " + path + ": " + length + " bytes; 2 GiB is the most");
        }
        byte[] bytes = new byte[(int) length];
        try (FSDataInputStream in = files.open(path)) {
            in.readFully(0, bytes);
        }
        return Journal.parse(ByteBuffer.wrap(bytes), path);
    }
}
