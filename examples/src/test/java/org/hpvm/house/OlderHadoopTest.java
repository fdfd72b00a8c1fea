package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** HPVM is built with one Hadoop and must load on the one before: every class and member that it uses is there. */
class OlderHadoopTest {
    /** The build puts them here. */
    private static final Path OLDER = Path.of(System.getProperty("hadoop.older", "target/hadoop-older"));

    private static final String HADOOP = "org.apache.hadoop.";

    @Test
    void allThatWeUseOfHadoopIsInTheReleaseBefore() throws IOException {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("minicluster"))
                .importPackages("org.hpvm");
        JavaClasses older = older();
        Set<String> missing = new TreeSet<>();
        int seen = 0;
        for (JavaClass each : ours) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass needed = dependency.getTargetClass().getBaseComponentType();
                if (needed.getName().startsWith(HADOOP) && !older.contain(needed.getName())) {
                    missing.add(needed.getName() + ", in " + each.getName());
                }
            }
            for (JavaAccess<?> access : each.getAccessesFromSelf()) {
                Optional<JavaClass> owner = owner(access.getTarget());
                if (owner.isPresent() && older.contain(owner.get().getName())) {
                    seen++;
                    if (!isIn(older.get(owner.get().getName()), access.getTarget())) {
                        missing.add(access.getTarget().getFullName() + ", in " + each.getName());
                    }
                }
            }
        }

        assertThat(seen).as("members of Hadoop that we use").isGreaterThan(200);
        assertThat(missing).isEmpty();
    }

    private static JavaClasses older() throws IOException {
        assertThat(OLDER).isDirectory();
        List<JarFile> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(OLDER, "*.jar")) {
            for (Path file : files) {
                jars.add(new JarFile(file.toFile()));
            }
            return new ClassFileImporter().importJars(jars);
        } finally {
            for (JarFile jar : jars) {
                jar.close();
            }
        }
    }

    /** Hadoop's class that has the member, though it be called through a class of ours that extends it. */
    private static Optional<JavaClass> owner(AccessTarget target) {
        JavaClass named = target.getOwner();
        if (named.getName().startsWith(HADOOP)) {
            return Optional.of(named);
        }
        Optional<? extends JavaMember> member = target.resolveMember();
        return member.map(JavaMember::getOwner).filter(owner -> owner.getName().startsWith(HADOOP));
    }

    private static boolean isIn(JavaClass owner, AccessTarget target) {
        if (target instanceof CodeUnitAccessTarget called) {
            return Stream.concat(owner.getAllMethods().stream(), owner.getAllConstructors().stream())
                    .anyMatch(member -> isSame(member, called));
        }
        return owner.getAllFields().stream()
                .anyMatch(field -> field.getName().equals(target.getName())
                        && field.getRawType()
                                .getName()
                                .equals(((AccessTarget.FieldAccessTarget) target)
                                        .getRawType()
                                        .getName()));
    }

    private static boolean isSame(JavaCodeUnit member, CodeUnitAccessTarget called) {
        return member.getName().equals(called.getName())
                && names(member.getRawParameterTypes()).equals(names(called.getRawParameterTypes()))
                && member.getRawReturnType()
                        .getName()
                        .equals(called.getRawReturnType().getName());
    }

    private static List<String> names(List<JavaClass> types) {
        return types.stream().map(JavaClass::getName).toList();
    }
}
