# Checks settings as far as Nix can, by the table that `settings.json` is made from (src/core/model/settings.ts), so that a slip is told before
# anything is activated. What is left (a tag's name, an address) is checked by `immich-sync config apply`.
{ lib }:

let
  table = builtins.fromJSON (builtins.readFile ./settings.json);

  isListOf = isOne: value: builtins.isList value && builtins.all isOne value;
  matches = pattern: value: builtins.isString value && builtins.match pattern value != null;
  anyText = builtins.isString;

  # For each form: whether a value is of it, and what to write instead.
  forms = {
    yes-no = _: {
      check = builtins.isBool;
      is = "true or false";
    };
    choice =
      { of, ... }:
      {
        check = value: builtins.elem value of;
        is = "one of ${lib.concatMapStringsSep ", " builtins.toJSON of}";
      };
    number =
      { least, most, ... }:
      {
        check = value: builtins.isInt value && value >= least && value <= most;
        is = "a whole number from ${toString least} to ${toString most}";
      };
    path = _: {
      check = matches "(/|~/).*";
      is = "a path, in quotes, that begins with / or ~/";
    };
    program = _: {
      check = matches "/.*";
      is = "the path of a program, in quotes, that begins with /";
    };
    day = _: {
      check = matches "[0-9]{4}-[0-9]{2}-[0-9]{2}";
      is = ''a day like "2020-12-31"'';
    };
    times = _: {
      check = isListOf (matches "([01][0-9]|2[0-3]):[0-5][0-9]");
      is = ''a list of times of day like "02:00"'';
    };
    weekdays =
      { of, ... }:
      {
        check = value: value != [ ] && isListOf (day: builtins.elem day of) value;
        is = "a list of ${lib.concatMapStringsSep ", " builtins.toJSON of}";
      };
    album-uuids = listOfTexts;
    album-names = listOfTexts;
    networks = listOfTexts;
    server-address = text;
    separator = text;
    tag = text;
  };
  listOfTexts = _: {
    check = isListOf anyText;
    is = "a list of texts";
  };
  text = _: {
    check = anyText;
    is = "a text";
  };

  problemsOf =
    name: value:
    let
      entry = table.${name};
      form = forms.${entry.form} entry;
    in
    if !(table ? ${name}) then
      [ "there is no setting ${name}; `immich-sync config get` shows all of them" ]
    else if entry.form == "headers" then
      [ "${name} often holds a secret, and the Nix store can be read by everybody on this Mac: use `immich-sync config set`" ]
    else if (value == null && entry.optional) || form.check value then
      [ ]
    else
      [ "${name} must be ${form.is}${lib.optionalString entry.optional ", or null for none"}" ];
in
{
  # One sentence for each thing that is wrong. Settings: sections of keys, as in the settings file.
  problems =
    settings:
    lib.concatLists (
      lib.mapAttrsToList (
        section: values:
        if builtins.isAttrs values then
          lib.concatLists (lib.mapAttrsToList (key: problemsOf "${section}.${key}") values)
        else
          [ "${section} must be a group of settings" ]
      ) settings
    );
}
