# As much of nixpkgs' lib as our modules use, so that they can be evaluated where nixpkgs cannot be had.
rec {
  mkOption = option: option // { _type = "option"; };
  mkEnableOption =
    what:
    mkOption {
      type = types.bool;
      default = false;
      description = "Whether to enable ${what}.";
    };
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };

  types = {
    bool.check = builtins.isBool;
    str.check = builtins.isString;
    package.check = value: builtins.isAttrs value && value ? outPath;
    anything.check = _: true;
    enum = of: { check = value: builtins.elem value of; };
    nullOr = type: { check = value: value == null || type.check value; };
    listOf = type: { check = value: builtins.isList value && builtins.all type.check value; };
    attrsOf = type: { check = value: builtins.isAttrs value && builtins.all type.check (builtins.attrValues value); };
  };

  optional = condition: value: if condition then [ value ] else [ ];
  optionalString = condition: text: if condition then text else "";
  optionalAttrs = condition: set: if condition then set else { };
  concatLists = builtins.concatLists;
  concatMapStringsSep = separator: f: list: builtins.concatStringsSep separator (map f list);
  mapAttrsToList = f: set: map (name: f name set.${name}) (builtins.attrNames set);
  genAttrs = names: f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) names);
  hasPrefix = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;
  recursiveUpdate =
    old: new:
    old
    // builtins.mapAttrs (
      name: value:
      if old ? ${name} && builtins.isAttrs old.${name} && builtins.isAttrs value then
        recursiveUpdate old.${name} value
      else
        value
    ) new;
  escapeShellArg = value: "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] (toString value)}'";
  escapeShellArgs = concatMapStringsSep " " escapeShellArg;

  licenses.mit = "mit";
  sourceTypes.binaryNativeCode = "binary";
  hm.dag.entryAfter = after: data: { inherit after data; };
}
