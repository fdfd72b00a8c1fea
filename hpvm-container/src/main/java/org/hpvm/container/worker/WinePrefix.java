package org.hpvm.container.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What Wine takes for a Windows of its own: a directory with almost nothing in it.
 *
 * <p>Each worker has one, for Wine has one server process for each: so it ends with its worker, and no other worker
 * depends on it. It shows nothing of this machine but that directory, as drive C. Programs find the system's libraries
 * where Wine is installed, as they do while Wine sets up a directory; setting up a whole one would take seconds and 700
 * MB.
 */
public record WinePrefix(Path directory) {

    /** Makes it. */
    public static WinePrefix create(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("drive_c/windows/system32"));
        Path drives = Files.createDirectories(directory.resolve("dosdevices"));
        Files.createSymbolicLink(drives.resolve("c:"), Path.of("../drive_c"));
        Files.writeString(directory.resolve(".update-timestamp"), "disable\n");
        return new WinePrefix(directory);
    }

    /** What a program that is run by Wine needs in its environment. */
    public Map<String, String> variables() {
        return Map.of("WINEPREFIX", directory.toString(), "WINEBOOTSTRAPMODE", "1", "WINEDEBUG", "-all");
    }

    /** Removes what Wine's server, which was killed, left outside of the directory. */
    void forgetServer() throws IOException {
        if (Files.isDirectory(directory)) {
            Path server = Path.of(
                    "/tmp/.wine-" + Files.getAttribute(directory, "unix:uid"),
                    String.format(
                            "server-%x-%x",
                            (long) Files.getAttribute(directory, "unix:dev"),
                            (long) Files.getAttribute(directory, "unix:ino")));
            Files.deleteIfExists(server.resolve("socket"));
            Files.deleteIfExists(server.resolve("lock"));
            Files.deleteIfExists(server);
        }
    }
}
