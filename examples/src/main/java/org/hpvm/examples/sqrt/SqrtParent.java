package org.hpvm.examples.sqrt;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Elements;
import org.hpvm.sdk.HpvmSession;

/**
 * The sample of the design notes: the square roots of the numbers from 0 to 999 999, written to {@code output.dat}.
 *
 * <p>Called as {@code SqrtParent [kernel tree]}.
 */
public final class SqrtParent {
    private static final int MAX_NUMBER = 1_000_000;
    private static final int CHUNK_NUMBER = 10_000;
    private static final int DECIMALS = 6;

    private SqrtParent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String tree = arguments.length > 0 ? arguments[0] : "";
        float[] output = new float[MAX_NUMBER];
        try (HpvmSession session = HpvmSession.open()) {
            session.share("output", output);
            session.spawn(tree, MAX_NUMBER / CHUNK_NUMBER, SqrtParent::numbers).join();
            session.unshare("output");
        } catch (HpvmException e) {
            System.err.println("SqrtParent: " + e.getMessage());
            System.exit(2);
        }
        write(output, Path.of("output.dat"));
    }

    /** First number of a task and the one after its last. */
    private static ByteBuffer numbers(long id) {
        return Elements.of(id * CHUNK_NUMBER, (id + 1) * CHUNK_NUMBER).bytes();
    }

    private static void write(float[] roots, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (int number = 0; number < roots.length; number++) {
                writer.write(number + " = " + decimal(roots[number]) + "\n");
            }
        }
    }

    /** As {@code %f} of C, which rounds the exact value, a tie to the even digit; Java's {@code %f} rounds a tie up. */
    private static String decimal(float value) {
        return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
    }
}
