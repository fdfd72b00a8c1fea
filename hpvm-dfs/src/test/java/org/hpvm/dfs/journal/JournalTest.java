package org.hpvm.dfs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final List<String> ENTRIES = List.of("first", "", "third entry");

    @Test
    void givesBackWhatWasWritten() throws HpvmException {
        Journal journal = Journal.parse(ByteBuffer.wrap(written()), "journal");

        assertThat(journal.epoch()).isEqualTo(3);
        assertThat(texts(journal)).isEqualTo(ENTRIES);
        assertThat(journal.tornBytes()).isZero();
    }

    @Test
    void anyCutLeavesTheEntriesBeforeIt() throws HpvmException {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length++) {
            Journal journal = Journal.parse(ByteBuffer.wrap(whole, 0, length), "journal");

            assertThat(texts(journal))
                    .isEqualTo(ENTRIES.subList(0, journal.entries().size()));
            assertThat(journal.entries()).hasSizeLessThan(ENTRIES.size());
        }
    }

    @Test
    void aDamagedEntryBeforeAWholeOneStopsTheReader() {
        byte[] damaged = written();
        damaged[JournalFormat.HEADER_BYTES + JournalFormat.ENTRY_HEADER_BYTES] ^= 1;

        assertThatThrownBy(() -> Journal.parse(ByteBuffer.wrap(damaged), "/apps/1/journal"))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("/apps/1/journal: entry 0 at offset 64 is damaged");
    }

    @Test
    void soDoesTheLastEntryWhenAllOfItIsThere() {
        byte[] damaged = written();
        damaged[damaged.length - 1] ^= 1;

        assertThatThrownBy(() -> Journal.parse(ByteBuffer.wrap(damaged), "/apps/1/journal"))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("/apps/1/journal: entry " + (ENTRIES.size() - 1) + " at offset ");
    }

    @Test
    void everyFlippedBitIsNoticedOrCutsTheTail() throws HpvmException {
        byte[] whole = written();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                Journal journal = Journal.parse(ByteBuffer.wrap(damaged), "journal");
                assertThat(texts(journal)).isEqualTo(ENTRIES.subList(0, 2));
                assertThat(journal.tornBytes()).isPositive();
            } catch (HpvmException e) {
                assertThat(e).hasMessageContaining("journal");
            }
        }
    }

    private static byte[] written() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(JournalFormat.header(3));
        for (int index = 0; index < ENTRIES.size(); index++) {
            byte[] content = ENTRIES.get(index).getBytes(StandardCharsets.UTF_8);
            out.writeBytes(JournalFormat.entryHeader(index, ByteBuffer.wrap(content)));
            out.writeBytes(content);
        }
        return Arrays.copyOf(out.toByteArray(), out.size());
    }

    private static List<String> texts(Journal journal) {
        return journal.entries().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
