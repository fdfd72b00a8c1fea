package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerEnvironmentTest {
    private static final Map<String, String> PROPERTIES = Map.of(
            "fs.defaultFS", "hdfs://nn:8020",
            "hpvm.worker.environment", "A, B\nC=\"d\" 'e' $F\\g",
            "größe", "\uD83D\uDE80 #!:=",
            "empty", "",
            " key with spaces ", " and value ");

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "HPVM_APPLICATION", "application_1_0001",
            "HPVM_SERVER", "am.example.org:4711",
            "HPVM_PROPERTIES", ContainerEnvironment.encode(PROPERTIES),
            "CONTAINER_ID", "container_1_0001_01_000002",
            "NM_HOST", "node3",
            "PWD", "/yarn/work",
            "LOG_DIRS", "/logs/a,/logs/b"));

    @Test
    void readsWhatYarnAndTheClientHaveSet() throws HpvmException {
        ContainerEnvironment read = ContainerEnvironment.of(environment);

        assertThat(read)
                .isEqualTo(new ContainerEnvironment(
                        "application_1_0001",
                        "container_1_0001_01_000002",
                        "node3",
                        InetSocketAddress.createUnresolved("am.example.org", 4711),
                        Path.of("/yarn/work"),
                        Path.of("/logs/a"),
                        PROPERTIES));
    }

    @Test
    void propertiesTravelAsOneWordThatNoShellTouches() {
        assertThat(ContainerEnvironment.encode(PROPERTIES)).matches("[A-Za-z0-9+/=]+");
    }

    @Test
    void anAddressWithColonsEndsAtTheLast() throws HpvmException {
        environment.put("HPVM_SERVER", "[::1]:4711");

        assertThat(ContainerEnvironment.of(environment).server())
                .isEqualTo(InetSocketAddress.createUnresolved("[::1]", 4711));
    }

    @Test
    void aServerAndPropertiesNeedNotBeSet() throws HpvmException {
        environment.remove("HPVM_SERVER");
        environment.remove("HPVM_PROPERTIES");

        assertThat(ContainerEnvironment.of(environment).properties()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HPVM_APPLICATION", "CONTAINER_ID", "NM_HOST", "PWD", "LOG_DIRS"})
    void namesTheVariableThatIsMissing(String name) {
        environment.remove(name);

        assertThatThrownBy(() -> ContainerEnvironment.of(environment))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining(name + " is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "XHU=", "a"})
    void propertiesThatWereDamagedAreTold(String word) {
        environment.put("HPVM_PROPERTIES", word);

        assertThatThrownBy(() -> ContainerEnvironment.of(environment))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("read HPVM_PROPERTIES");
    }
}
