#!/bin/sh
# Makes odt-notes.odt, docx-libreoffice.docx, odp-review.odp and pptx-libreoffice.pptx out of the flat files beside it,
# and odp-placeholders.odp out of pptx-review.pptx.
# The committed samples were made by LibreOffice 7.4.7.2 (Debian 12).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp -d)
convert() { soffice -env:UserInstallation="file://$out/profile" --headless --convert-to "$1" --outdir "$out" "$here/$2" >/dev/null; }
convert odt notes.fodt && mv "$out/notes.odt" "$here/../odt-notes.odt"
convert docx notes.fodt && mv "$out/notes.docx" "$here/../docx-libreoffice.docx"
convert odp review.fodp && mv "$out/review.odp" "$here/../odp-review.odp"
convert pptx review.fodp && mv "$out/review.pptx" "$here/../pptx-libreoffice.pptx"
convert odp ../pptx-review.pptx && mv "$out/pptx-review.odp" "$here/../odp-placeholders.odp"
rm -r "$out"
