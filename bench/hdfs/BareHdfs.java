import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What HDFS does without us: writes and reads one file, in one stream, and flushes small writes; prints what took how
 * many milliseconds.
 */
public final class BareHdfs {
    private static final int BUFFER = 1 << 20;
    private static final int FLUSHES = 500;
    private static final int SMALL = 256;

    private BareHdfs() {}

    public static void main(String[] words) throws Exception {
        long bytes = Long.parseLong(words[0]) << 20;
        byte[] buffer = new byte[BUFFER];
        Arrays.fill(buffer, (byte) 7);
        FileSystem files = FileSystem.get(new Configuration());
        Path file = new Path("/bench/bare");
        for (int run = 0; run < 2; run++) {
            long began = System.nanoTime();
            try (FSDataOutputStream out = files.create(file, true)) {
                for (long at = 0; at < bytes; at += BUFFER) {
                    out.write(buffer);
                }
            }
            System.out.printf("write %.2f%n", (System.nanoTime() - began) / 1e6);
            began = System.nanoTime();
            try (FSDataInputStream in = files.open(file)) {
                for (long at = 0; at < bytes; at += BUFFER) {
                    in.readFully(buffer);
                }
            }
            System.out.printf("read %.2f%n", (System.nanoTime() - began) / 1e6);
        }
        try (FSDataOutputStream out = files.create(file, true)) {
            for (int flush = 0; flush < FLUSHES; flush++) {
                out.write(buffer, 0, SMALL);
                long began = System.nanoTime();
                out.hflush();
                System.out.printf("hflush %.4f%n", (System.nanoTime() - began) / 1e6);
            }
        }
        files.delete(file.getParent(), true);
        System.exit(0);
    }
}
