# The app of a release, as it is: signed and notarised by its makers. `release` is build/nix/release.json, which each release rewrites.
{
  lib,
  stdenvNoCC,
  fetchurl,
  unzip,
  release,
}:

stdenvNoCC.mkDerivation {
  pname = "immich-sync";
  inherit (release) version;

  src = fetchurl { inherit (release) url hash; };
  nativeBuildInputs = [ unzip ];
  sourceRoot = ".";

  # Apple's seal is on every file of it: whatever is patched, stripped or linked otherwise makes macOS refuse the app.
  dontPatch = true;
  dontConfigure = true;
  dontBuild = true;
  dontFixup = true;

  installPhase = ''
    runHook preInstall
    mkdir -p "$out/Applications" "$out/bin"
    cp -R "${release.bundle}" "$out/Applications/"
    ln -s "$out/Applications/${release.bundle}/Contents/Resources/immich-sync" "$out/bin/immich-sync"
    shell="$out/Applications/${release.bundle}/Contents/Resources/shell"
    share() { mkdir -p "$out/share/$2" && ln -s "$shell/$1" "$out/share/$2/$3"; }
    share immich-sync.1 man/man1 immich-sync.1
    share immich-sync.bash bash-completion/completions immich-sync
    share immich-sync.fish fish/vendor_completions.d immich-sync.fish
    share _immich-sync zsh/site-functions _immich-sync
    runHook postInstall
  '';

  meta = {
    description = "Syncs a Photos library to an Immich server and verifies every file";
    homepage = release.homepage;
    license = lib.licenses.mit;
    platforms = [
      "aarch64-darwin"
      "x86_64-darwin"
    ];
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
    mainProgram = "immich-sync";
  };
}
