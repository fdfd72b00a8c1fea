package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.share.RecordMessage;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private static final int MEBIBYTE = 1 << 20;

    private final Copies copies = new Copies();

    @Test
    void aReportIsLeftWithoutThemAndTheyAreGivenOnce() {
        SpawnReport lean = copies.keep(report(1, record(1, 10), record(2, 20)));

        assertThat(lean.getRecordsList()).allMatch(kept -> kept.getPayload().isEmpty());
        assertThat(lean.getRecordsList()).extracting(RecordMessage::getOffset).containsExactly(1L, 2L);
        assertThat(lean.getRecords(0).getTable().isEmpty()).isFalse();
        assertThat(copies.take(1, Set.of(place(2)))).singleElement().satisfies(copy -> {
            assertThat(copy.getOffset()).isEqualTo(2);
            assertThat(copy.getPayload().size()).isEqualTo(20);
            assertThat(copy.getTable().isEmpty()).isTrue();
        });
        assertThat(copies.take(1, Set.of(place(1), place(2)))).isEmpty();
    }

    @Test
    void whatTravelsInAReportAloneStaysThere() {
        SpawnReport report = report(1, record(1, 10).toBuilder().setSegment(0).build());

        assertThat(copies.keep(report)).isEqualTo(report);
        assertThat(copies.take(1, Set.of(place(1)))).isEmpty();
    }

    @Test
    void ofOneSpawnNoMoreAreKeptThanSixteenMebibytes() {
        for (int offset = 0; offset < 20; offset++) {
            copies.keep(report(1, record(offset, MEBIBYTE)));
        }

        assertThat(copies.take(1, places(20))).hasSize(16);
    }

    @Test
    void thoseOfTheOldestSpawnGoWhenThereIsNoRoomForNewOnes() {
        for (int spawn = 1; spawn <= 5; spawn++) {
            for (int offset = 0; offset < 16; offset++) {
                copies.keep(report(spawn, record(offset, MEBIBYTE)));
            }
        }

        assertThat(IntStream.rangeClosed(1, 5)
                        .map(spawn -> copies.take(spawn, places(16)).size()))
                .containsExactly(0, 0, 16, 16, 16);
        copies.keep(report(6, record(1, MEBIBYTE)));
        assertThat(copies.take(6, places(16))).hasSize(1);
    }

    @Test
    void allAgentsTogetherMaySendAsMuchAsIsKeptOfASpawn() {
        assertThat(Copies.allowance(0)).isEqualTo(16 * MEBIBYTE);
        assertThat(Copies.allowance(4)).isEqualTo(4 * MEBIBYTE);
    }

    private static Set<RecordPlace> places(int count) {
        return IntStream.range(0, count).mapToObj(CopiesTest::place).collect(Collectors.toSet());
    }

    private static RecordPlace place(int offset) {
        return new RecordPlace(7, offset, 64);
    }

    private static RecordMessage record(int offset, int bytes) {
        return RecordMessage.newBuilder()
                .setSegment(7)
                .setOffset(offset)
                .setLength(64)
                .setTable(ByteString.copyFromUtf8("table"))
                .setPayload(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    private static SpawnReport report(long spawn, RecordMessage... records) {
        return SpawnReport.newBuilder()
                .setSpawn(spawn)
                .addAllRecords(List.of(records))
                .build();
    }
}
