import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Calendar;
import java.util.logging.LogManager;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureInterface;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.visible.PDVisibleSigProperties;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.visible.PDVisibleSignDesigner;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs the same file again and again with PDFBox and Bouncy Castle in a warm JVM, key held in memory, and prints the CPU
 * of one document: the measure that vanban's own signing is held against.
 *
 * <p>Usage: SignWithPdfBox KEYS.p12 PASSWORD PICTURE.png FILE.pdf COUNT. Prints one JSON line.
 */
public final class SignWithPdfBox {
    private final PrivateKey key;
    private final Certificate[] chain;
    private final byte[] picture;
    private final byte[] file;

    private SignWithPdfBox(String[] given) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = new FileInputStream(given[0])) {
            keys.load(stream, given[1].toCharArray());
        }
        String alias = keys.aliases().nextElement();
        key = (PrivateKey) keys.getKey(alias, given[1].toCharArray());
        chain = keys.getCertificateChain(alias);
        picture = Files.readAllBytes(Path.of(given[2]));
        file = Files.readAllBytes(Path.of(given[3]));
    }

    public static void main(String[] given) throws Exception {
        LogManager.getLogManager().reset(); // its notes on every step would be measured too
        SignWithPdfBox bench = new SignWithPdfBox(given);
        int count = Integer.parseInt(given[4]);
        double invisible = bench.measure(count, false);
        double visible = bench.measure(count, true);
        System.out.printf("{\"invisible\": %.3f, \"visible\": %.3f}%n", invisible, visible);
    }

    /** Returns milliseconds of CPU of the whole process for one document, after as many again to warm up. */
    private double measure(int count, boolean visible) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < Math.max(count, 100); i++) {
            sign(visible);
        }
        long before = system.getProcessCpuTime();
        for (int i = 0; i < count; i++) {
            sign(visible);
        }
        return (system.getProcessCpuTime() - before) / 1e6 / count;
    }

    private byte[] sign(boolean visible) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream(file.length + 65536);
        try (PDDocument document = PDDocument.load(file); SignatureOptions options = new SignatureOptions()) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setSignDate(Calendar.getInstance());
            SignatureInterface cms = this::cms;
            if (visible) {
                PDVisibleSignDesigner look =
                        new PDVisibleSignDesigner(document, new ByteArrayInputStream(picture), 1);
                look.xAxis(300).yAxis(600).width(140).height(56).signatureFieldName("ChuKy1");
                PDVisibleSigProperties properties = new PDVisibleSigProperties();
                properties.page(1).visualSignEnabled(true).setPdVisibleSignature(look);
                properties.buildSignature();
                options.setVisualSignature(properties.getVisibleSignature());
                options.setPage(0);
            }
            document.addSignature(signature, cms, options);
            document.saveIncremental(output);
        }
        return output.toByteArray();
    }

    private byte[] cms(InputStream content) throws IOException {
        try {
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withRSA").build(key);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(signer, (X509Certificate) chain[0]));
            generator.addCertificates(new JcaCertStore(Arrays.asList(chain)));
            return generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false).getEncoded();
        } catch (Exception error) {
            throw new IOException(error);
        }
    }
}
