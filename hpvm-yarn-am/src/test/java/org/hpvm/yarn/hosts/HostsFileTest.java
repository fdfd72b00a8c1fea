package org.hpvm.yarn.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;

class HostsFileTest {
    @Test
    void theTemplateThatComesWithHpvmIsRight() throws HpvmException, IOException {
        HostsFile template = HostsFile.parse(Files.readAllLines(Path.of("../conf/hpvm_hosts.cfg")), "the template");

        assertThat(template.machines()).extracting(HostEntry::name).containsExactly("bigboy", "laptop");
    }

    @Test
    void readsTheFormOfTheNotesWithCommentsAndExtraColumns() throws HpvmException {
        HostsFile file = HostsFile.parse(
                List.of(
                        "# machines",
                        "192.168.1.10  hpvm_host",
                        "192.168.1.11  bigboy   # the fast one",
                        "",
                        "::1 palm arch=aarch64 launcher=qemu-aarch64-static,-L,/usr"),
                "hosts");

        assertThat(file.serverAddress()).isEqualTo("192.168.1.10");
        assertThat(file.machines()).extracting(HostEntry::name).containsExactly("bigboy", "palm");
        assertThat(file.find("::1")).hasValueSatisfying(palm -> {
            assertThat(palm.architecture()).isEqualTo("aarch64");
            assertThat(palm.launcher()).containsExactly("qemu-aarch64-static", "-L", "/usr");
        });
    }

    @Test
    void tellsEveryFaultyLineWithItsNumberAtOnce() {
        assertThatThrownBy(() -> HostsFile.parse(
                        List.of(
                                "localhost",
                                "10.0.0.1 a/b",
                                "10.0.0.2 good",
                                "10.0.0.2 twice",
                                "10.0.0.3 x colour=red"),
                        "hosts"))
                .hasMessageContainingAll("line 1:", "line 2:", "line 4:", "line 5:", "hpvm_host");
    }
}
