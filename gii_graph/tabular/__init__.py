"""Tables with typed cells, and the files that spreadsheets, word processors and data frames read.

    data_table <- delimited      CSV and TSV for programs, CSV for people
               <- workbook       XLSX
               <- markdown, html_page, word_document      for a text
               <- parquet_file   for data frames and DuckDB
               <- chart          a bar or scatter chart as SVG or PNG

A library that writes is imported when it writes.
"""
