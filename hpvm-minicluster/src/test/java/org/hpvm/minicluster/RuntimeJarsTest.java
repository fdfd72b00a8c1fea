package org.hpvm.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeJarsTest {
    @TempDir
    private Path directory;

    private final Properties properties = new Properties();

    @Test
    void takesThePropertyBeforeTheVariable() throws IOException {
        Path jars = Files.createDirectory(directory.resolve("jars"));
        Files.createFile(jars.resolve("hadoop.jar"));
        properties.setProperty(RuntimeJars.PROPERTY, jars.toString());

        assertThat(RuntimeJars.directory(properties::getProperty, Map.of(RuntimeJars.VARIABLE, "/nowhere"), directory))
                .isEqualTo(jars);
    }

    @Test
    void refusesADirectoryWithoutJars() {
        assertThatThrownBy(() -> RuntimeJars.directory(
                        properties::getProperty, Map.of(RuntimeJars.VARIABLE, directory.toString()), directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void linksTheJarsOfTheClassPathButNotHpvms() throws IOException {
        properties.setProperty("java.class.path", "/m2/hadoop.jar:/work/classes:/work/target/hpvm-dfs-0.1.0.jar");
        Path links = directory.resolve("lib");

        assertThat(RuntimeJars.directory(properties::getProperty, Map.of(), links))
                .isEqualTo(links);
        assertThat(links.toFile().list()).containsExactly("hadoop.jar");
        assertThat(Files.readSymbolicLink(links.resolve("hadoop.jar"))).isEqualTo(Path.of("/m2/hadoop.jar"));
    }
}
