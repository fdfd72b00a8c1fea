package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The known answers of the programs that print more than a number. */
final class Answers {
    private static final double[] PRICES = {4.75942239, 0.80859937, 3.71460076, 8.59165831};

    private Answers() {}

    /** The sums that NPB EP prints first, to a relative 1e-8. */
    static void assertSums(String line, double sx, double sy) {
        List<Double> sums = Arrays.stream(line.split(" ")).map(Double::valueOf).toList();
        assertThat(sums.get(0) / sx - 1).as(line).isBetween(-1e-8, 1e-8);
        assertThat(sums.get(1) / sy - 1).as(line).isBetween(-1e-8, 1e-8);
    }

    /** What NPB EP prints for class S: the sums and the counts of ten annuli. */
    static void assertClassS(List<String> lines) {
        assertSums(lines.get(0), -3.247834652034740e3, -6.958407078382297e3);
        assertThat(lines.subList(1, lines.size()))
                .containsExactly("6140517", "5865300", "1100361", "68546", "1648", "17", "0", "0", "0", "0");
    }

    /** What blackscholes prints: the same four options again and again, to 1e-4. */
    static void assertPrices(List<String> lines, int options) {
        assertThat(lines).hasSize(options);
        for (int at = 0; at < options; at++) {
            String line = lines.get(at);
            double price = Double.parseDouble(line.substring(line.lastIndexOf(' ')));
            assertThat(price - PRICES[at % PRICES.length]).as(line).isBetween(-1e-4, 1e-4);
        }
    }

    /** A picture that mandelbrot has drawn, by the MD5 of its points. */
    static void assertPicture(Path picture, int width, String md5) throws IOException, NoSuchAlgorithmException {
        byte[] all = Files.readAllBytes(picture);
        int points = width / 8 * width;
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(all, all.length - points, points);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(md5);
    }
}
