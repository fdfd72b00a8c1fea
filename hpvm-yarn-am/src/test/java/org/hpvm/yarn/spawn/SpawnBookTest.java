package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.yarn.shares.JournalRecords;
import org.junit.jupiter.api.Test;

class SpawnBookTest {
    private final SpawnBook book = new SpawnBook();

    @Test
    void theResultOfOneClientDoesNotGoByWhatOthersSpawn() throws HpvmException {
        OpenSpawn mine = spawned(1);
        for (int other = 0; other < 1000; other++) {
            spawned(2);
        }

        assertThat(book.find(mine.number())).isSameAs(mine);
        assertThat(book.all()).hasSizeLessThan(10);
    }

    @Test
    void nothingIsKeptOfAClientThatIsGone() {
        OpenSpawn ended = spawned(1);
        OpenSpawn running = begun(1);

        book.clientGone(1);
        book.ended(running);

        assertThatThrownBy(() -> book.find(ended.number())).isInstanceOf(HpvmException.class);
        assertThatThrownBy(() -> book.find(running.number())).isInstanceOf(HpvmException.class);
        assertThat(book.all()).isEmpty();
    }

    private OpenSpawn begun(int client) {
        OpenSpawn spawn = new OpenSpawn(
                book.newNumber(), SpawnRequest.newBuilder().setClient(client).build(), List.of(), new JournalRecords());
        book.begun(spawn);
        return spawn;
    }

    private OpenSpawn spawned(int client) {
        OpenSpawn spawn = begun(client);
        book.ended(spawn);
        return spawn;
    }
}
