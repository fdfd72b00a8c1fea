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
                                "10.0.0.3 x colour=red",
                                "10.0.0.4 y speed=fast",
                                "10.0.0.5 z speed=0",
                                "10.0.0.6 v arch=X86_64",
                                "10.0.0.7 w arch=",
                                "10.0.0.8 u os=linux os=windows",
                                "fe80:::1 t",
                                "fe80::12345 s"),
                        "hosts"))
                .hasMessageContainingAll("line 1:", "line 2:", "line 4:", "line 5:", "hpvm_host")
                .hasMessageContainingAll("line 6: speed=fast is no number", "line 7: speed=0.0 is not above 0")
                .hasMessageContainingAll("line 8: arch=X86_64: lower case", "line 9: \"arch=\" has no value")
                .hasMessageContaining("line 10: \"os=windows\" is the second of its kind")
                .hasMessageContainingAll("line 11: \"fe80:::1\" is no address", "line 12: \"fe80::12345\"");
    }

    @Test
    void anAddressOfVersion6IsFoundHoweverItIsWritten() throws HpvmException {
        HostsFile file = HostsFile.parse(
                List.of("::1 hpvm_host", "2001:DB8::0:7 bigboy speed=2.5", "[fe80::1%eth0] palm", "::2 zbox"), "hosts");

        assertThat(file.serverAddress()).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(file.find("2001:db8:0:0:0:0:0:7"))
                .hasValueSatisfying(bigboy -> assertThat(bigboy.speed()).isEqualTo(2.5));
        assertThat(file.find("fe80:0:0:0:0:0:0:1%eth0")).map(HostEntry::name).hasValue("palm");
        assertThat(file.find("[0000::0002]")).map(HostEntry::name).hasValue("zbox");
        assertThat(file.find("::3")).isEmpty();
    }

    @Test
    void twoSpellingsOfOneAddressAreOneMachine() {
        assertThatThrownBy(() -> HostsFile.parse(List.of("127.0.0.1 hpvm_host", "::7 bigboy", "0::7 palm"), "hosts"))
                .hasMessageContaining("line 3: \"0::7 palm\" names a machine a second time");
    }
}
