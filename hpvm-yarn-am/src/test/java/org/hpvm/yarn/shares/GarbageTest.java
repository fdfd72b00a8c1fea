package org.hpvm.yarn.shares;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.model.ByteRange;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.journal.ShareCompacted;
import org.hpvm.proto.share.RecordMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageTest {
    private static final long NONE_RUNS = Long.MAX_VALUE;
    private static final long FIRST = 1L << 32;
    private static final long SECOND = FIRST + 1;

    private final ShareTable shares = new ShareTable();
    private final Garbage garbage = new Garbage();

    @BeforeEach
    void makeAShareOfTwoSegments() throws Exception {
        shares.add(shares.plan(
                CreateShareRequest.newBuilder().setName("share").setSize(100).build()));
        merge(FIRST, 0);
        merge(SECOND, 10);
    }

    private Share share() {
        return shares.all().get(0);
    }

    private void merge(long segment, int start) {
        RecordPlace place = shares.records()
                .place(RecordMessage.newBuilder()
                        .setSegment(segment)
                        .setOffset(64)
                        .setLength(128)
                        .build());
        share().apply(ExtentMap.layered(List.of(new Extent(new ByteRange(start, start + 10), place, 0))));
    }

    private void compact(String path) {
        BaseFile base = new BaseFile(new Path(path), 100, List.of(1));
        shares.compacted(ShareCompacted.newBuilder()
                .setNumber(share().number())
                .setVersion(share().current().number())
                .setBase(ShareMessages.message(base))
                .build());
    }

    /** Two looks later, a machine that comes from before the compaction reads the whole share. */
    private void forgetSteps() {
        look(1, 1);
        look(1, 1);
    }

    private Garbage.Removable look(long lastSpawn, long oldestRunning) {
        Named named = new Named();
        shares.all().forEach(share -> share.name(named));
        return garbage.look(shares, named, lastSpawn, oldestRunning);
    }

    @Test
    void aSegmentThatAVersionNamesStays() {
        look(1, NONE_RUNS);

        assertThat(look(1, NONE_RUNS).segments()).isEmpty();
    }

    @Test
    void aSegmentThatNobodyNamesGoesAtTheSecondLookUnlessItsWriterMayStillWriteThere() {
        compact("/base");
        forgetSteps();

        assertThat(look(1, NONE_RUNS).segments()).isEmpty();
        assertThat(look(1, NONE_RUNS).segments()).containsExactly(FIRST);
        assertThat(look(1, NONE_RUNS).segments()).isEmpty();
    }

    @Test
    void aSegmentStaysWhileASpawnRunsWhoseTasksMayHaveWrittenThere() {
        compact("/base");
        forgetSteps();
        look(1, 1);

        assertThat(look(2, 1).segments()).isEmpty();
        look(3, 3);
        assertThat(look(3, 3).segments()).containsExactly(FIRST);
    }

    @Test
    void aBaseGoesWhenTheNextOneIsThereOrItsShareIsNot() {
        compact("/one");
        assertThat(look(1, NONE_RUNS).bases()).isEmpty();
        share().update(
                        ShareUpdate.newBuilder()
                                .setBase(ShareMessages.message(new BaseFile(new Path("/two"), 100, List.of(2))))
                                .build(),
                        shares.records());
        look(1, NONE_RUNS);
        assertThat(look(1, NONE_RUNS).bases()).containsExactly(new Path("/one"));

        shares.drop(share().number());

        look(1, NONE_RUNS);
        assertThat(look(1, NONE_RUNS).bases()).containsExactly(new Path("/two"));
    }

    @Test
    void aBaseThatCameTooLateIsGarbage() {
        long old = share().current().number();
        share().update(
                        ShareUpdate.newBuilder()
                                .setBase(ShareMessages.message(new BaseFile(new Path("/parents"), 100, List.of(2))))
                                .build(),
                        shares.records());

        shares.compacted(ShareCompacted.newBuilder()
                .setNumber(share().number())
                .setVersion(old)
                .setBase(ShareMessages.message(new BaseFile(new Path("/late"), 100, List.of(1))))
                .build());

        assertThat(share().current().base()).extracting(BaseFile::path).isEqualTo(new Path("/parents"));
        look(1, NONE_RUNS);
        assertThat(look(1, NONE_RUNS).bases()).containsExactly(new Path("/late"));
    }

    @Test
    void whatCameDuringTheCompactionLiesOverTheNewBase() {
        long compacted = share().current().number();
        merge(SECOND + 1, 20);

        shares.compacted(ShareCompacted.newBuilder()
                .setNumber(share().number())
                .setVersion(compacted)
                .setBase(ShareMessages.message(new BaseFile(new Path("/base"), 100, List.of(1))))
                .build());

        assertThat(share().current().number()).isEqualTo(compacted + 1);
        assertThat(share().current().extents().extents())
                .extracting(Extent::range)
                .containsExactly(new ByteRange(20, 30));
        assertThat(share().difference(compacted, compacted + 1)).isPresent();
        assertThat(share().difference(compacted - 1, compacted + 1))
                .as("for a while")
                .isPresent();
        forgetSteps();
        assertThat(share().difference(compacted - 1, compacted + 1)).isEmpty();
    }
}
