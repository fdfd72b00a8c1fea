package org.hpvm.yarn.shares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.journal.ShareCreated;
import org.hpvm.proto.share.ShareMessage;
import org.junit.jupiter.api.Test;

class ShareTableTest {
    private final ShareTable table = new ShareTable();

    private int make(String name, int client) throws HpvmException {
        var planned = table.plan(CreateShareRequest.newBuilder()
                .setName(name)
                .setType(1)
                .setSize(8)
                .setClient(client)
                .build());
        table.add(planned);
        return planned.getShare().getNumber();
    }

    @Test
    void twoClientsMayGiveTheSameName() throws HpvmException {
        int first = make("output", 1);
        int second = make("output", 2);

        assertThat(table.get(first, 1).number())
                .isNotEqualTo(table.get(second, 2).number());
    }

    @Test
    void requestsOfTwoClientsWithTheSameNumberAreTwo() {
        table.add(ShareCreated.newBuilder()
                .setShare(ShareMessage.newBuilder()
                        .setNumber(1)
                        .setName("a")
                        .setType(1)
                        .setSize(8))
                .setRequest(1)
                .setOwner(5)
                .build());

        assertThat(table.ofRequest(5, 1)).isPresent();
        assertThat(table.ofRequest(6, 1)).isEmpty();
        assertThat(table.owners()).containsExactly(5);
    }

    @Test
    void oneClientMayNot() throws HpvmException {
        make("output", 1);

        assertThatThrownBy(() -> make("output", 1))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXISTS));
    }

    @Test
    void aClientDoesNotSeeTheShareOfAnother() throws HpvmException {
        int number = make("output", 1);

        assertThatThrownBy(() -> table.get(number, 2))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOSHARE));
    }

    @Test
    void theSharesOfOneClientCanBeTold() throws HpvmException {
        int first = make("one", 1);
        make("two", 2);

        assertThat(table.of(1)).extracting(Share::number).containsExactly(first);
    }
}
