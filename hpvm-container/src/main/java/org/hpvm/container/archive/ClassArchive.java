package org.hpvm.container.archive;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a machine keeps the loaded classes of one of our JVMs, as an archive that Java maps instead of reading and
 * checking jars (class data sharing). It stands beside a copy of our jar, since Java takes an archive only if the class
 * path begins with the very files of which it was made, and YARN puts the jar somewhere else each time.
 *
 * @param directory for one version of our jar and one class path
 * @param name of the JVM's role
 */
public record ClassArchive(Path directory, String name) {
    /** The file in a container's working directory to which Java writes the names of the classes that it loads. */
    static final String CLASS_LIST = "classes.list";

    private static final String VARIABLE = "HPVM_CLASS_ARCHIVE";

    /** Names the variable by which a container knows its archive. */
    public static String variable() {
        return VARIABLE;
    }

    /** The archive whose {@link #file} that is. */
    static ClassArchive of(Path file) {
        String name = String.valueOf(file.getFileName());
        Path directory = Objects.requireNonNull(file.getParent(), "an archive stands in a directory");
        return new ClassArchive(directory, name.substring(0, name.lastIndexOf('.')));
    }

    public Path file() {
        return directory.resolve(name + ".jsa");
    }

    Path jar() {
        return directory.resolve("hpvm.jar");
    }

    /** Says that a process makes the archive, or tried in vain. */
    Path claim() {
        return directory.resolve(name + ".claim");
    }

    /**
     * A command for a shell: runs Java with the archive if there is one, else lets it write down what the archive
     * needs, which doubles its work, unless another process makes the archive. What others than this user have put
     * there is not used, for an archive is code.
     *
     * @param classpath without our jar
     */
    public String command(String java, String arguments, String classpath) {
        return "test -O '" + directory + "' -a -O '" + file()
                + "' && export CLASSPATH='" + jar() + "':" + classpath
                + " && exec " + java + " -XX:SharedArchiveFile='" + file() + "' -Xlog:cds=off " + arguments
                + "; test -e '" + claim() + "' && exec " + java + " " + arguments
                + "; exec " + java + " -XX:DumpLoadedClassList=" + CLASS_LIST + " " + arguments;
    }
}
