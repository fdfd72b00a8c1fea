package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.model.ElementType;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordSweepTest {
    private static final int SIZE = 64 << 10;

    private final JournalRecords records = new JournalRecords();
    private final ShareTable shares = new ShareTable();
    private final SpawnBook book = new SpawnBook();
    private final RecordSweep sweep = new RecordSweep(records, shares, book);

    @BeforeEach
    void makesAShare() throws IOException {
        shares.add(shares.plan(CreateShareRequest.newBuilder()
                .setName("bytes")
                .setType(ElementType.BYTES.number())
                .setSize(SIZE)
                .build()));
    }

    @Test
    void aShareThatIsWrittenAgainAndAgainKeepsMemoryFlat() throws IOException {
        long most = 0;
        for (int write = 0; write < 3000; write++) {
            share().update(ShareUpdate.newBuilder().addRecords(record(1, write)).build(), records);
            sweep.run();
            most = Math.max(most, records.bytes());
        }

        // 64 steps are kept for agents that lag behind; 3000 writes are 196 MB.
        assertThat(most).isLessThan(3L * 65 * (SIZE + 1024) + (1 << 20));
        assertThat(firstByte(share().current().extents().extents())).isEqualTo((byte) 2999);
    }

    @Test
    void whatASpawnSeesAndHasMergedIsKeptAsLongAsItRuns() throws IOException {
        share().update(ShareUpdate.newBuilder().addRecords(record(1, 7)).build(), records);
        OpenSpawn spawn = new OpenSpawn(1, SpawnRequest.getDefaultInstance(), List.of(share()), records);
        book.begun(spawn);
        RangeSet counted = new RangeSet();
        counted.add(0, 1);
        spawn.ledger.add(List.of(record(1, 9)), counted);

        shares.drop(1);
        for (int write = 0; write < 100; write++) {
            records.place(record(1, write));
        }
        sweep.run();

        assertThat(firstByte(spawn.share("bytes").version().extents().extents()))
                .isEqualTo((byte) 7);
        assertThat(firstByte(
                        spawn.ledger.layered().getOrDefault(1, ExtentMap.EMPTY).extents()))
                .isEqualTo((byte) 9);
        assertThat(records.bytes()).isLessThan(3L * SIZE);
    }

    private Share share() throws IOException {
        return shares.get(1, 0);
    }

    private byte firstByte(List<Extent> extents) {
        return records.namedBy(extents)
                .get(0)
                .getPayload()
                .byteAt(extents.get(0).position());
    }

    private static RecordMessage record(int share, int content) {
        RecordBuilder builder = new RecordBuilder(1);
        int position = builder.add(Piece.write(share, 0, 1, 0, SIZE));
        builder.payload()[position] = (byte) content;
        SegmentRecord made = builder.build();
        return RecordMessage.newBuilder()
                .setTable(ByteString.copyFrom(made.table().bytes()))
                .setPayload(ByteString.copyFrom(made.payload()))
                .build();
    }
}
