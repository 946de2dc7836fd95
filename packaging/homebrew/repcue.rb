# A template for a Homebrew formula: nobody has tried it yet. Whoever publishes a release fills in URL and SHA256.
class Repcue < Formula
  desc "Workout coach in your terminal: it calls every rep, hold, rest and side switch"
  url "URL"
  sha256 "SHA256"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    system bin/"repcue", "generate", "man", buildpath/"man"
    man1.install Dir["man/*.1"]
    generate_completions_from_executable(bin/"repcue", "generate", "completions")
  end

  test do
    assert_match "Lower back and glutes", shell_output("#{bin}/repcue show --voice off")
  end
end
