import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.DurableFile;
import org.hpvm.dfs.journal.JournalWriter;

/**
 * What a small report costs the server until it may answer, an entry in its journal, beside one bare flush of as many
 * bytes; in alternation, in milliseconds.
 */
public final class CommitBesideFlush {
    private static final int TIMES = 1000;
    private static final int WARM_UP = 200;
    private static final int BYTES = 256;
    private static final long BLOCK_BYTES = 16 << 20;

    private CommitBesideFlush() {}

    public static void main(String[] words) throws Exception {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) 7);
        FileSystem files = FileSystem.get(new Configuration());
        Path directory = new Path("/bench/commit");
        try (FSDataOutputStream bare =
                        DurableFile.create(files, new Path(directory, "bare"), BLOCK_BYTES, DurableFile.Placement.REMOTE);
                JournalWriter journal = JournalWriter.create(files, new Path(directory, "journal"), 1)) {
            for (int time = 0; time < TIMES; time++) {
                long began = System.nanoTime();
                bare.write(bytes);
                bare.hflush();
                long flushed = System.nanoTime();
                journal.append(bytes).get();
                long committed = System.nanoTime();
                if (time >= WARM_UP) {
                    System.out.printf("flush %.4f%n", (flushed - began) / 1e6);
                    System.out.printf("commit %.4f%n", (committed - flushed) / 1e6);
                }
            }
        }
        files.delete(directory, true);
        System.exit(0);
    }
}
