import com.machinezoo.sourceafis.FingerprintCompatibility;
import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What SourceAFIS says of every two files in each of some folders, for benches/_peers.py:
 * java -cp CLASSPATH SourceAfisScores.java png|iso FOLDER...
 * Pictures are of 500 dpi; iso are ISO/IEC 19794-2 records. Prints "version V", and for each folder "template CPU-SECONDS" a
 * file, "match CPU-SECONDS" a pair, both after a round that warms up, and for each file in the order of names
 * "scores S1 S2 ...". The first of a pair is the probe.
 */
public class SourceAfisScores {
    public static void main(String[] arguments) throws IOException {
        System.out.println("version " + FingerprintCompatibility.version());
        for (int i = 1; i < arguments.length; ++i)
            compareAll(Path.of(arguments[i]), "." + arguments[0]);
    }

    static void compareAll(Path folder, String ending) throws IOException {
        List<byte[]> files = read(folder, ending);
        for (byte[] file : files)
            makeTemplate(file, ending);
        double began = cpuSeconds();
        List<FingerprintTemplate> templates = files.stream().map(file -> makeTemplate(file, ending)).toList();
        System.out.println("template " + (cpuSeconds() - began) / files.size());
        match(templates);
        began = cpuSeconds();
        double[][] scores = match(templates);
        System.out.println("match " + (cpuSeconds() - began) / (files.size() * files.size()));
        for (double[] row : scores) {
            StringBuilder line = new StringBuilder("scores");
            for (double score : row)
                line.append(' ').append(score);
            System.out.println(line);
        }
    }

    static List<byte[]> read(Path folder, String ending) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> paths = found.filter(path -> path.toString().endsWith(ending)).sorted().toList();
            List<byte[]> files = new java.util.ArrayList<>();
            for (Path path : paths)
                files.add(Files.readAllBytes(path));
            return files;
        }
    }

    static FingerprintTemplate makeTemplate(byte[] file, String ending) {
        if (ending.equals(".iso"))
            return FingerprintCompatibility.importTemplate(file);
        try {
            return new FingerprintTemplate(readPicture(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Grey values as they stand in the file; SourceAFIS's own reader takes them for linear light and brightens them. */
    static FingerprintImage readPicture(byte[] file) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        var options = new FingerprintImageOptions().dpi(500);
        return new FingerprintImage(picture.getWidth(), picture.getHeight(), pixels, options);
    }

    static double[][] match(List<FingerprintTemplate> templates) {
        double[][] scores = new double[templates.size()][templates.size()];
        for (int i = 0; i < scores.length; ++i) {
            FingerprintMatcher matcher = new FingerprintMatcher(templates.get(i));
            for (int j = 0; j < scores.length; ++j)
                scores[i][j] = matcher.match(templates.get(j));
        }
        return scores;
    }

    static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
