package org.hpvm.dfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.model.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExtentMapTest {
    private static final int SHARE_BYTES = 100;

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    /** Plays random layers against an array in which each byte names where it came from. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theLaterExtentHoldsWhereTwoOverlap(long seed) {
        Random random = new Random(seed);
        long[] model = new long[SHARE_BYTES];
        ExtentMap map = ExtentMap.EMPTY;

        for (int layer = 1; layer <= 4; layer++) {
            List<Extent> extents = new ArrayList<>();
            for (int index = 0; index < random.nextInt(8); index++) {
                int start = random.nextInt(SHARE_BYTES);
                int end = start + 1 + random.nextInt(SHARE_BYTES - start);
                boolean zeros = random.nextInt(4) == 0;
                long segment = 100L * layer + index;
                int position = random.nextInt(1000);
                ByteRange range = new ByteRange(start, end);
                extents.add(
                        zeros ? Extent.zeros(range) : new Extent(range, new RecordPlace(segment, 64, 4096), position));
                for (int at = start; at < end; at++) {
                    model[at] = zeros ? 0 : source(segment, position + at - start);
                }
            }
            map = map.under(ExtentMap.layered(extents));
        }

        long[] found = new long[SHARE_BYTES];
        long last = 0;
        for (Extent extent : map.extents()) {
            assertThat(extent.start()).isGreaterThanOrEqualTo(last);
            last = extent.end();
            for (long at = extent.start(); at < extent.end(); at++) {
                RecordPlace place = extent.place();
                found[(int) at] =
                        place == null ? 0 : source(place.segment(), extent.position() + (int) (at - extent.start()));
            }
        }
        assertThat(found).isEqualTo(model);
        assertThatPartsAreThoseOfTheWhole(map, random);
    }

    private static void assertThatPartsAreThoseOfTheWhole(ExtentMap map, Random random) {
        int middle = 1 + random.nextInt(SHARE_BYTES - 1);
        List<Extent> parts = new ArrayList<>(map.within(new ByteRange(0, middle)));
        parts.addAll(map.within(new ByteRange(middle, SHARE_BYTES)));

        assertThat(parts)
                .allSatisfy(part ->
                        assertThat(part.start() < middle && part.end() > middle).isFalse());
        List<Extent> whole = new ArrayList<>();
        for (Extent extent : map.extents()) {
            boolean isCut = extent.start() < middle && extent.end() > middle;
            whole.addAll(
                    isCut
                            ? List.of(extent.slice(extent.start(), middle), extent.slice(middle, extent.end()))
                            : List.of(extent));
        }
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void goesThroughAMessageUnchanged() {
        RecordPlace one = new RecordPlace(1L << 32 | 7, 64, 128);
        RecordPlace two = new RecordPlace(RecordPlace.JOURNAL, 12, 96);
        ShareVersion version = new ShareVersion(
                5,
                new BaseFile(new Path("/base/1.0"), BaseFile.CHUNK_BYTES + 1, List.of(-1, 0x7fffffff)),
                ExtentMap.layered(List.of(
                        new Extent(new ByteRange(0, 5), one, 3),
                        new Extent(new ByteRange(10, 11), two, 0),
                        Extent.zeros(new ByteRange(20, 1L << 40)),
                        new Extent(new ByteRange(1L << 41, (1L << 41) + 9), one, 8))));

        assertThat(ShareMessages.version(ShareMessages.message(version))).isEqualTo(version);
    }

    private static long source(long segment, int position) {
        return segment << 32 | position;
    }
}
